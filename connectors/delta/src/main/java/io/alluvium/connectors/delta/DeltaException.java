package io.alluvium.connectors.delta;

import org.apache.flink.annotation.PublicEvolving;

/**
 * A problem with a Delta table that its user can act on. The message names the table, what is wrong
 * and how to mend it, so that it can be shown without a stack trace.
 */
@PublicEvolving
public final class DeltaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean permanent;

  public DeltaException(String message) {
    this(message, null);
  }

  public DeltaException(String message, Throwable cause) {
    super(message, cause);
    // Without a cause the table itself is at fault, and stays so; a cause may pass.
    this.permanent = cause == null;
  }

  /** Whether trying again is useless until somebody acts. */
  public boolean isPermanent() {
    return permanent;
  }
}
