package io.alluvium.benchmarks.engines;

import java.util.concurrent.CountDownLatch;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.functions.source.RichSourceFunction;
import org.apache.flink.table.data.RowData;

/** Emits nothing, until the job is cancelled. */
@SuppressWarnings("deprecation") // The new interface needs five classes for the same.
final class SilentSource extends RichSourceFunction<RowData> {
  private static final long serialVersionUID = 1L;

  private transient CountDownLatch cancelled;

  @Override
  public void open(Configuration parameters) {
    cancelled = new CountDownLatch(1);
  }

  @Override
  public void run(SourceContext<RowData> context) throws InterruptedException {
    cancelled.await();
  }

  @Override
  public void cancel() {
    cancelled.countDown();
  }
}
