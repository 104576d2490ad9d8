package io.alluvium.ingest;

import org.apache.flink.annotation.PublicEvolving;

/**
 * A job that cannot start. The message is one line: what is wrong, where, and how to mend it; it
 * never holds a secret.
 */
@PublicEvolving
public final class DevicesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DevicesException(String message) {
    super(message);
  }

  DevicesException(String message, Throwable cause) {
    super(message, cause);
  }
}
