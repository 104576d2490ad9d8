package io.alluvium.connectors.redis;

import java.io.IOException;
import java.io.InterruptedIOException;

/** How often what failed is tried again, and how long after. */
final class Retries {
  private final RedisSinkConfig.Link link;
  private int made;

  Retries(RedisSinkConfig.Link link) {
    this.link = link;
  }

  /**
   * Waits until it is time for the next one.
   *
   * @throws IOException the failure, where there was the last one
   */
  void pauseAfter(IOException failure) throws IOException {
    if (made >= link.maxRetries()) {
      throw failure;
    }
    made++;
    try {
      Thread.sleep(link.retryInterval().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a server was waited for");
    }
  }
}
