package io.alluvium.ingest.streams;

import org.apache.flink.annotation.PublicEvolving;

/**
 * A stream that cannot be read as it is set up. The message is one line: what is wrong, where, and
 * how to mend it; it never holds a secret.
 */
@PublicEvolving
public final class StreamException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StreamException(String message) {
    super(message);
  }

  public StreamException(String message, Throwable cause) {
    super(message, cause);
  }
}
