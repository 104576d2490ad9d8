package io.alluvium.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns Ctrl-C or SIGTERM into an orderly stop, which the process waits for. */
public final class StopSignal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopOrderly, "stop");

  public StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stopOrderly() {
    requested.countDown();
    try {
      if (!stopped.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("The process did not stop within {} s", PATIENCE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Waits at most so long, and says whether a stop is requested. */
  public boolean await(Duration duration) throws InterruptedException {
    return requested.await(duration.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Says that all is stopped. */
  @Override
  public void close() {
    stopped.countDown();
    if (!isRequested()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        LOG.debug("The process ends already", e);
      }
    }
  }
}
