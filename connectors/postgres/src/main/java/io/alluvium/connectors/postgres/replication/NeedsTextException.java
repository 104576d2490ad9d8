package io.alluvium.connectors.postgres.replication;

/** The stream has a type that is only read as text, so that the server must send texts. */
final class NeedsTextException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NeedsTextException(String table) {
    super("table " + table + " has a column of a type that is read as text");
  }
}
