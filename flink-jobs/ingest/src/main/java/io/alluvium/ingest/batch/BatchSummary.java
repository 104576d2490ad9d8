package io.alluvium.ingest.batch;

import io.alluvium.ingest.deadletters.DeadLetter;

/** What a run brought: the difference of its tables' rows. */
public final class BatchSummary {
  private final LakePaths lake;
  private final String table;
  private final long rows;
  private final long deadLetters;

  private BatchSummary(LakePaths lake, String table) {
    this.lake = lake;
    this.table = table;
    this.rows = TableScan.count(lake.path(table));
    this.deadLetters = TableScan.count(lake.path(DeadLetter.TABLE));
  }

  /**
   * Counts before the run.
   *
   * @param lake path or URI of the lake's folder
   */
  public static BatchSummary before(String lake, InletDefinition definition) {
    return new BatchSummary(LakePaths.of(lake), definition.root().required("table").text());
  }

  /** Counts again, and says in one line what has come. */
  public String after() {
    long newDeadLetters = TableScan.count(lake.path(DeadLetter.TABLE)) - deadLetters;
    long all = TableScan.count(lake.path(table));
    return String.format(
        "%,d new rows in %s, which has %,d; %s.",
        all - rows,
        table,
        all,
        newDeadLetters == 0
            ? "no dead letters"
            : String.format("%,d dead letters in %s", newDeadLetters, DeadLetter.TABLE));
  }
}
