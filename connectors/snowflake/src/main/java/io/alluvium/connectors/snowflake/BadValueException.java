package io.alluvium.connectors.snowflake;

/** A value that Snowflake cannot take. */
final class BadValueException extends Exception {
  private static final long serialVersionUID = 1L;

  BadValueException(String reason) {
    super(reason, null, false, false);
  }
}
