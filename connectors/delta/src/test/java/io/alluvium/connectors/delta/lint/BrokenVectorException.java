package io.alluvium.connectors.delta.lint;

/** A deletion vector that no reader could use. */
final class BrokenVectorException extends Exception {
  private static final long serialVersionUID = 1L;

  BrokenVectorException(String message) {
    super(message);
  }
}
