package io.alluvium.local.snowflake;

/** Is told of every statement that the double runs, to count them or to break something. */
@FunctionalInterface
public interface StatementTap {
  /**
   * @param statement as it came; each one of a request that has several
   * @return whether to go on; otherwise the connection is cut without an answer, and a statement
   *     that has only come is not done
   */
  boolean on(StatementMoment moment, String statement);
}
