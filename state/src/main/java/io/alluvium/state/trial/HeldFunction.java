package io.alluvium.state.trial;

import org.apache.flink.streaming.api.functions.source.SourceFunction;

/** Takes the place of a source of the kind before FLIP-27, and gives nothing. */
@SuppressWarnings("deprecation")
final class HeldFunction<T> implements SourceFunction<T> {
  private static final long serialVersionUID = 1L;

  private boolean isCancelled;

  @Override
  public synchronized void run(SourceContext<T> context) throws InterruptedException {
    while (!isCancelled) {
      wait();
    }
  }

  @Override
  public synchronized void cancel() {
    isCancelled = true;
    notifyAll();
  }
}
