package io.alluvium.models.selection;

/** A selection that means nothing; the message says what to write. */
public final class SelectionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SelectionException(String message) {
    super(message);
  }
}
