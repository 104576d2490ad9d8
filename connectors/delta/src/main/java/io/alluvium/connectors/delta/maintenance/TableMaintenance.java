package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.CommitHistory;
import io.alluvium.connectors.delta.kernel.CommitSummary;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.TableCheckpoint;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.annotation.PublicEvolving;

/**
 * What keeps a Delta table small, fast and mendable. Everything runs in the calling thread, beside
 * whatever jobs write and read the table; a change is one commit, made whole or not at all.
 *
 * <p>All methods throw {@link DeltaException} with one line that names the table and the remedy.
 */
@PublicEvolving
public final class TableMaintenance {
  private final DeltaTable table;
  private final Clock clock;

  private TableMaintenance(DeltaTable table, Clock clock) {
    this.table = table;
    this.clock = clock;
  }

  /**
   * @param tablePath a URI or an absolute local path of the table's folder
   */
  public static TableMaintenance of(String tablePath) {
    return of(tablePath, Clock.systemUTC());
  }

  /** With a clock that says what is older than a retention. */
  static TableMaintenance of(String tablePath, Clock clock) {
    return new TableMaintenance(DeltaTable.at(tablePath), clock);
  }

  /** The last {@code limit} commits that the log still holds, the newest first. */
  public List<CommitSummary> history(int limit) {
    return new CommitHistory(table).latest(limit);
  }

  /** What the table is at its latest version. */
  public TableSummary describe() {
    return TableSummary.of(table.path(), table.snapshot());
  }

  /** What the table was at an older version. */
  public TableSummary describe(long version) {
    return TableSummary.of(table.path(), table.snapshot(version));
  }

  /** Puts small files together, and writes anew those with many deleted rows. */
  public OptimizeResult optimize(OptimizeOptions options) {
    return optimize(options, ProgressListener.NONE);
  }

  /** As {@link #optimize(OptimizeOptions)}; the progress is in bytes of the files to rewrite. */
  public OptimizeResult optimize(OptimizeOptions options, ProgressListener progress) {
    return new Optimize(table, options).run(progress);
  }

  /** Deletes the files that no version within the retention needs. */
  public VacuumResult vacuum(VacuumOptions options) {
    return vacuum(options, ProgressListener.NONE);
  }

  /** As {@link #vacuum(VacuumOptions)}; the progress is in files to delete. */
  public VacuumResult vacuum(VacuumOptions options, ProgressListener progress) {
    return new Vacuum(table, options, clock).run(progress);
  }

  /**
   * Makes a version whose rows, schema and properties are those of an older one. The history stays.
   *
   * @param withTransactions whether the sinks' commit numbers go back too. Then a job can go on
   *     from the savepoint that belongs to that version, and one that is ahead of it stops;
   *     without, jobs go on as if the rows had been changed by hand
   */
  public RestoreResult restoreToVersion(long version, boolean withTransactions) {
    return new Restore(table, withTransactions).run(table.snapshot(version));
  }

  /** As {@link #restoreToVersion}, to the version that was current at a time in milliseconds. */
  public RestoreResult restoreToTimestamp(long epochMillis, boolean withTransactions) {
    return new Restore(table, withTransactions).run(table.snapshotAt(epochMillis));
  }

  /**
   * Finds the version that belongs to a savepoint of the job that writes the table, and what would
   * be undone by going back to it. Changes nothing.
   *
   * @param position where the savepoint leaves the sink that wrote the table
   * @param sinksOfTable how the ids begin of all sinks of that job that ever wrote the table
   * @throws DeltaException where the log, or a file that is needed, is not there any more
   */
  public RollbackPlan planRollback(SinkPosition position, String sinksOfTable) {
    return new Rollback(table).plan(position, sinksOfTable);
  }

  /**
   * As {@link #restoreToVersion} with the sinks' commit numbers, as a part of a job's rollback.
   * Repeating it does nothing.
   *
   * @param from the version that the table has
   * @param to the version to go back to; the same as {@code from} for none
   * @param id of the rollback, which the log tells of the commit
   * @throws DeltaException where somebody has committed since {@code from}
   */
  public RestoreResult rollBack(long from, long to, String id) {
    return new Rollback(table).run(from, to, id);
  }

  /**
   * Makes a table at {@code targetPath} with this one's rows, schema and properties, without
   * copying a file. The new table reads this one's files until it rewrites them: VACUUM here, or
   * dropping this table, breaks it.
   *
   * @param version the version to take; empty for the latest
   */
  public CloneResult cloneTo(String targetPath, OptionalLong version) {
    DeltaSnapshot snapshot =
        version.isPresent() ? table.snapshot(version.getAsLong()) : table.snapshot();
    return new ShallowClone(table, snapshot).to(targetPath);
  }

  /**
   * Gives this table the rows, schema and properties of one that lies in a folder of it, in one
   * commit: a reader sees what the table had before, or all of the other, and the history stays. No
   * file is copied or moved. Repeating it does nothing. The other table's log is of no use
   * afterwards, and its writers must have ended.
   *
   * @param folder within the table's folder, such as {@code refresh/2}
   */
  public ReplaceResult replaceBy(String folder) {
    return new Replacement(table, folder).run();
  }

  /**
   * Writes a checkpoint of the log at the latest version, from which later readers start.
   *
   * @return the version
   */
  public long checkpoint() {
    return TableCheckpoint.write(table);
  }
}
