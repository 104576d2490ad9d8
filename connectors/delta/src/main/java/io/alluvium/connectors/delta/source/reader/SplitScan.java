package io.alluvium.connectors.delta.source.reader;

/** Reads a split from where its state says. Used by one thread. */
interface SplitScan extends AutoCloseable {

  /** The next elements; an empty batch that is not the last where there are none yet. */
  ReadBatch next() throws Exception;

  @Override
  void close() throws Exception;
}
