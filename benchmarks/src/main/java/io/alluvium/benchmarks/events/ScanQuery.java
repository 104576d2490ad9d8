package io.alluvium.benchmarks.events;

/**
 * A group-by that needs every column of the table of upserts, with aggregates of plain columns for
 * which every engine hashes: Flink sorts all rows where the greatest of timestamps or texts is
 * asked for, Spark for texts.
 */
public final class ScanQuery {
  /** In the result's row: how many rows a group has, and the sum of their {@code seq}. */
  public static final int ROWS = 2;

  public static final int SUM = 3;

  private ScanQuery() {}

  /**
   * @param table in the FROM clause
   */
  public static String of(String table) {
    return "SELECT site, metric, COUNT(*), SUM(seq), SUM(id), SUM(quality), SUM(reading),"
        + " COUNT(unit), COUNT(event_time) FROM "
        + table
        + " GROUP BY site, metric";
  }
}
