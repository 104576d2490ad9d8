package io.alluvium.ingest.batch;

import org.apache.flink.annotation.PublicEvolving;

/**
 * A source or a definition that cannot be used as it is. The message is one line: what is wrong,
 * where, and how to mend it; it never holds a secret.
 */
@PublicEvolving
public final class BatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BatchException(String message) {
    super(message);
  }

  public BatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
