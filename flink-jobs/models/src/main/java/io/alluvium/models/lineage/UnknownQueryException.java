package io.alluvium.models.lineage;

/** A query has a part of which it is not known what its columns come from. */
public final class UnknownQueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnknownQueryException(String message) {
    super(message);
  }
}
