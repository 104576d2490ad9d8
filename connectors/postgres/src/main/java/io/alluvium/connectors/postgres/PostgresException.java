package io.alluvium.connectors.postgres;

import org.apache.flink.annotation.PublicEvolving;

/**
 * A database that cannot be captured as asked. The message is one line: what is wrong, where, and
 * how to mend it; it never holds a secret.
 */
@PublicEvolving
public final class PostgresException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean permanent;

  private PostgresException(String message, Throwable cause, boolean permanent) {
    super(message, cause);
    this.permanent = permanent;
  }

  /** What another try would meet again, until someone mends it. */
  public static PostgresException permanent(String message, Throwable cause) {
    return new PostgresException(message, cause, true);
  }

  public static PostgresException permanent(String message) {
    return permanent(message, null);
  }

  /** What may pass by itself: a server that is away, a connection that broke. */
  public static PostgresException passing(String message, Throwable cause) {
    return new PostgresException(message, cause, false);
  }

  public boolean isPermanent() {
    return permanent;
  }
}
