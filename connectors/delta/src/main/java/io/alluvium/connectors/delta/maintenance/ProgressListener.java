package io.alluvium.connectors.delta.maintenance;

import org.apache.flink.annotation.PublicEvolving;

/** Hears how far long work on a table has come, in the thread that does it. */
@FunctionalInterface
@PublicEvolving
public interface ProgressListener {
  /** Listens to nothing. */
  ProgressListener NONE = (done, total) -> {};

  /**
   * @param done of the total, in the operation's unit
   */
  void progressed(long done, long total);
}
