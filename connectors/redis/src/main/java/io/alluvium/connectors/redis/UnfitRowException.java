package io.alluvium.connectors.redis;

/** A row cannot be written as it is; the message says why. */
final class UnfitRowException extends Exception {
  private static final long serialVersionUID = 1L;

  UnfitRowException(String message) {
    super(message);
  }
}
