package io.alluvium.demo.fleet;

/** The operational database does not do what it is asked. */
public final class OperationalDatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OperationalDatabaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
