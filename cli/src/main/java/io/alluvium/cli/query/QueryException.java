package io.alluvium.cli.query;

/** A statement that Flink SQL does not accept. The message says in one line why. */
public final class QueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  QueryException(String message, Throwable cause) {
    super(message, cause);
  }
}
