package io.alluvium.cli.table;

import io.alluvium.connectors.delta.DeltaException;

/** Something that cannot be done with a table. The message is one line with the remedy. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedException(DeltaException cause) {
    super(cause.getMessage(), cause);
  }
}
