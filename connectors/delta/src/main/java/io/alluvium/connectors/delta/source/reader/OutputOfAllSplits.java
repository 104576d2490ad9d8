package io.alluvium.connectors.delta.source.reader;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/** One output for whatever split the records are of. */
final class OutputOfAllSplits<T> implements ReaderOutput<T> {
  private final ReaderOutput<T> output;

  OutputOfAllSplits(ReaderOutput<T> output) {
    this.output = output;
  }

  boolean isOf(ReaderOutput<T> other) {
    return output.equals(other);
  }

  @Override
  public void collect(T element) {
    output.collect(element);
  }

  @Override
  public void collect(T element, long timestamp) {
    output.collect(element, timestamp);
  }

  @Override
  public void emitWatermark(Watermark watermark) {
    output.emitWatermark(watermark);
  }

  @Override
  public void markIdle() {
    output.markIdle();
  }

  @Override
  public void markActive() {
    output.markActive();
  }

  @Override
  public SourceOutput<T> createOutputForSplit(String splitId) {
    return output;
  }

  @Override
  public void releaseOutputForSplit(String splitId) {
    // The output stays.
  }
}
