package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.CommitHistory;
import io.alluvium.connectors.delta.kernel.CommitSummary;
import io.alluvium.connectors.delta.kernel.CommitTrace;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a table back to what it was at a savepoint of the job that writes it.
 *
 * <p>The version is found by the number that the savepoint has of its sink's last commit. Numbers
 * are told apart by the sink's id, so a job that goes on from a savepoint which is not its newest
 * must do so with sinks of other ids: else the log would hold a number twice, with other rows.
 */
final class Rollback {
  private static final long FIRST_STRIDE = 16;
  private static final int STRIDE_GROWTH = 4;

  /** What swaps a table's contents, and what takes them back. */
  private static final Set<String> WHOLE_TABLE = Set.of("REPLACE", "RESTORE");

  private final DeltaTable table;
  private final CommitHistory history;

  Rollback(DeltaTable table) {
    this.table = table;
    this.history = new CommitHistory(table);
  }

  /**
   * @param sinksOfTable how the ids begin of all sinks of the job that ever wrote the table
   */
  RollbackPlan plan(SinkPosition position, String sinksOfTable) {
    DeltaSnapshot latest = table.snapshot();
    List<CommitTrace> commits = since(position, latest.version());
    long to = extended(commits, anchor(commits, position, sinksOfTable, latest), sinksOfTable);
    if (to == latest.version()) {
      return nothing(to);
    }
    DeltaSnapshot target = snapshot(to);
    Restore restore = new Restore(table, true);
    FileDifference files = restore.requireRestorable(latest, target);
    if (files.isEmpty()
        && Restore.sameMetadata(latest, target)
        && latest
            .transactionVersion(position.sinkId())
            .equals(target.transactionVersion(position.sinkId()))) {
      // It was taken back already.
      return nothing(latest.version());
    }
    List<CommitSummary> undone = new ArrayList<>();
    List<CommitSummary> others = new ArrayList<>();
    for (CommitTrace commit : commits) {
      if (commit.version() > to) {
        undone.add(commit.summary());
        if (commit.summary().dataChanged() && !isOfJob(commit, sinksOfTable)) {
          others.add(commit.summary());
        }
      }
    }
    return new RollbackPlan(
        table.path(),
        latest.version(),
        to,
        undone,
        others,
        files.added().size(),
        files.removed().size());
  }

  private RollbackPlan nothing(long version) {
    return new RollbackPlan(table.path(), version, version, List.of(), List.of(), 0, 0);
  }

  /** The commits since the last that the savepoint knows for certain, as far as they are there. */
  private List<CommitTrace> since(SinkPosition position, long latest) {
    List<CommitTrace> commits = new ArrayList<>();
    long to = latest;
    for (long stride = FIRST_STRIDE; to >= 0; stride *= STRIDE_GROWTH) {
      long from = Math.max(0, to - stride + 1);
      List<CommitTrace> earlier = history.traces(from, to);
      commits.addAll(0, earlier);
      boolean isWhole = !earlier.isEmpty() && earlier.get(0).version() == from;
      if (!isWhole || earlier.stream().anyMatch(commit -> isCertain(commit, position))) {
        break;
      }
      to = from - 1;
    }
    return commits;
  }

  private static boolean isCertain(CommitTrace commit, SinkPosition position) {
    // Behind its first commit nothing is of a sink.
    return commit.isOf(position.sinkId())
        && commit.transactions().get(position.sinkId()) <= Math.max(1, position.lastCertain());
  }

  /** The version that the savepoint's last commit made, or that stands in its place. */
  private long anchor(
      List<CommitTrace> commits, SinkPosition position, String sinksOfTable, DeltaSnapshot latest) {
    long reached = reached(commits, position);
    Optional<CommitTrace> last =
        commits.stream().filter(commit -> isLast(commit, position, reached)).findFirst();
    if (last.isPresent()) {
      return last.get().version();
    }
    Optional<CommitTrace> next =
        commits.stream().filter(commit -> commit.isOf(position.sinkId(), reached + 1)).findFirst();
    if (next.isPresent() && commits.get(0).version() < next.get().version()) {
      return next.get().version() - 1;
    }
    boolean isKnown = latest.transactionVersion(position.sinkId()).orElse(0) == reached;
    boolean isOthersOnly =
        commits.stream().noneMatch(commit -> isOfJob(commit, sinksOfTable) || isWholeTable(commit));
    if (isKnown && isOthersOnly) {
      return latest.version();
    }
    if (isKnown && reached == 0 && position.idleUntil().isPresent()) {
      return Math.min(position.idleUntil().getAsLong(), latest.version());
    }
    Optional<CommitTrace> given =
        commits.stream()
            .filter(commit -> commit.build().isPresent() && commit.build().equals(position.build()))
            .findFirst();
    if (reached == 0 && given.isPresent()) {
      return given.get().version();
    }
    throw new DeltaException(
        "Table "
            + table.path()
            + " cannot be taken back: its log does not tell any more which version follows commit "
            + reached
            + " of sink '"
            + position.sinkId()
            + "', where the savepoint ends. "
            + (commits.isEmpty()
                ? "It holds no commit."
                : "Its oldest commit is version " + commits.get(0).version() + ".")
            + " Take a later savepoint; the table property 'delta.logRetentionDuration' keeps the"
            + " log for longer.");
  }

  /** How far the table has the savepoint's commits, and not others with their numbers. */
  private static long reached(List<CommitTrace> commits, SinkPosition position) {
    for (long number = position.lastCertain() + 1; number <= position.lastCommit(); number++) {
      long pending = number;
      if (commits.stream().noneMatch(commit -> isPending(commit, position, pending))) {
        return number - 1;
      }
    }
    return position.lastCommit();
  }

  private static boolean isPending(CommitTrace commit, SinkPosition position, long number) {
    return commit.isOf(position.sinkId(), number)
        && commit.token().equals(position.pending().get(number));
  }

  private static boolean isLast(CommitTrace commit, SinkPosition position, long reached) {
    return position.pending().containsKey(reached)
        ? isPending(commit, position, reached)
        : commit.isOf(position.sinkId(), reached);
  }

  /** What others did before the job's next commit may stay. */
  private static long extended(List<CommitTrace> commits, long anchor, String sinksOfTable) {
    long to = anchor;
    for (CommitTrace commit : commits) {
      if (commit.version() > anchor) {
        if (isOfJob(commit, sinksOfTable) || isWholeTable(commit)) {
          break;
        }
        to = commit.version();
      }
    }
    return to;
  }

  private static boolean isOfJob(CommitTrace commit, String sinksOfTable) {
    return commit.rollback().isPresent()
        || commit.summary().operation().equals("REPLACE")
        || (!commit.token().isEmpty()
            && commit.transactions().keySet().stream()
                .anyMatch(sink -> sink.startsWith(sinksOfTable)));
  }

  private static boolean isWholeTable(CommitTrace commit) {
    return WHOLE_TABLE.contains(commit.summary().operation());
  }

  private DeltaSnapshot snapshot(long version) {
    if (version < table.earliestVersion()) {
      throw new DeltaException(
          "Table "
              + table.path()
              + " cannot be taken back to version "
              + version
              + ": its log was cleaned up, and begins with version "
              + table.earliestVersion()
              + ". Take a later savepoint; the table property 'delta.logRetentionDuration' keeps the"
              + " log for longer.");
    }
    return table.snapshot(version);
  }

  /**
   * Makes the old version the latest. Repeating it does nothing.
   *
   * @param id of the rollback, which the log tells of the commit
   * @throws DeltaException where somebody has committed since the version that it is to start from
   */
  RestoreResult run(long from, long to, String id) {
    if (from == to) {
      return new RestoreResult(from, to, 0, 0);
    }
    Optional<RestoreResult> done = done(from, to, id);
    if (done.isPresent()) {
      return done.get();
    }
    try {
      return new Restore(table, true).ofRollback(id, from).run(snapshot(to));
    } catch (DeltaException e) {
      // Where it was not known whether the commit was made, the next attempt meets it as another's.
      return done(from, to, id).orElseThrow(() -> e);
    }
  }

  private Optional<RestoreResult> done(long from, long to, String id) {
    long latest = table.snapshot().version();
    return latest == from
        ? Optional.empty()
        : history.traces(from + 1, latest).stream()
            .filter(commit -> commit.rollback().equals(Optional.of(id)))
            .findFirst()
            .map(CommitTrace::summary)
            .map(
                commit ->
                    new RestoreResult(
                        commit.version(), to, commit.filesAdded(), commit.filesRemoved()));
  }
}
