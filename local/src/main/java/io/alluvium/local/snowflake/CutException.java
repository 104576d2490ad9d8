package io.alluvium.local.snowflake;

/** The connection is to be closed without an answer. */
final class CutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CutException() {
    super("cut");
  }
}
