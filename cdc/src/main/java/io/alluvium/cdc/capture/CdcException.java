package io.alluvium.cdc.capture;

import org.apache.flink.annotation.PublicEvolving;

/**
 * A capture that cannot start. The message is one line: what is wrong, where, and how to mend it;
 * it never holds a secret.
 */
@PublicEvolving
public final class CdcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CdcException(String message) {
    super(message);
  }

  public CdcException(String message, Throwable cause) {
    super(message, cause);
  }
}
