package io.alluvium.models.lineage;

/** Reads a query that the planner has understood. */
public interface QueryReader {
  /**
   * @param operation the planner's own
   * @throws UnknownQueryException where the query has a part whose columns are not understood
   */
  QueryLineage read(Object operation);
}
