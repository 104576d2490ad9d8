package io.alluvium.models.unittest.rows;

/** The failure that a test has asked for. */
final class GivenFailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GivenFailureException(String table, int rows) {
    super(table + " fails, as it should, after " + rows + " rows");
  }
}
