package io.alluvium.connectors.delta.kernel;

import io.alluvium.connectors.delta.DeltaException;
import io.delta.kernel.CommitRangeBuilder.CommitBoundary;
import io.delta.kernel.TableManager;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.Row;
import io.delta.kernel.exceptions.CommitStateUnknownException;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.exceptions.StartVersionNotFoundException;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits to one table, each commit whole and once.
 *
 * <p>Kernel lets a file come back that another writer removed, if the remove is committed on a
 * newer snapshot. So a commit with removes is never rebased by Kernel: it is tried on exactly one
 * snapshot, whose active files are checked to hold what the commit removes, and a conflict starts
 * over with the next snapshot. A commit without removes may be rebased.
 *
 * <p>Not thread-safe: one committer per table and job.
 */
@Internal
public final class DeltaTableCommitter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeltaTableCommitter.class);
  private static final int MAX_ATTEMPTS = 50;

  private final DeltaTable table;
  private final CommitRebase rebase;
  private final LogCare logCare;

  /** The latest version that this committer knows of; null before the first commit. */
  private ActiveFiles active;

  private long conflicts;

  /** A committer that stops where another writer removed what a commit is to remove. */
  public DeltaTableCommitter(DeltaTable table) {
    this(table, DeltaTableCommitter::refuse);
  }

  /** A committer that adapts its commits to what other writers did. */
  public DeltaTableCommitter(DeltaTable table, CommitRebase rebase) {
    this.table = table;
    this.rebase = rebase;
    this.logCare = new LogCare(table);
  }

  private static DeltaCommit refuse(DeltaTable table, DeltaSnapshot snapshot, DeltaCommit commit) {
    throw new DeltaException(
        "Table "
            + table.path()
            + " no longer holds a file as this sink wrote it: another writer rewrote or deleted"
            + " from it (OPTIMIZE, DELETE, UPDATE or RESTORE), among "
            + commit.removed().stream().map(DataFile::path).limit(3).toList()
            + ". A copy-on-write table has one writer: rebuild the table, or restore it to the"
            + " version before that commit.");
  }

  /** As below, without any further terms. */
  public boolean commit(DeltaCommit commit) {
    return commit(commit, CommitTerms.NONE);
  }

  /**
   * Commits, unless this very commit is in the table already.
   *
   * @return whether it was committed now
   * @throws DeltaException where the table holds another commit with the same number, lacks the one
   *     before it, no longer holds a file that is to be removed, or cannot have the columns
   */
  public boolean commit(DeltaCommit commit, CommitTerms terms) {
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      if (active == null || logCare.takeCompletedCheckpoint()) {
        active = ActiveFiles.of(table.latest());
      }
      if (isCommitted(commit)) {
        return false;
      }
      checkFollows(commit);
      DeltaCommit complete = withOverwritten(commit, terms);
      DeltaCommit applicable = applicable(complete);
      try {
        commitOn(active, applicable, terms, !applicable.equals(complete));
        return true;
      } catch (ConcurrentWriteException
          | MaxCommitRetryLimitReachedException
          | CommitStateUnknownException e) {
        // Where it is not known which of them it was, the next attempt finds its own commit there.
        LOG.info("Table {} has a newer version; trying again on it", table.path());
        conflicts++;
        active = null;
      } catch (RuntimeException e) {
        active = null;
        throw e instanceof DeltaException ? e : KernelErrors.translate(table.path(), e);
      }
    }
    throw new DeltaException(
        "Table "
            + table.path()
            + " changed "
            + MAX_ATTEMPTS
            + " times while a commit was tried. Reduce the number of its writers.");
  }

  /** Returns the very commit where the table holds all that it removes. */
  private DeltaCommit applicable(DeltaCommit commit) {
    if (active.missing(commit.removed()).isEmpty()) {
      return commit;
    }
    // What is known may be older than the table; a rebase starts from the newest version.
    active = ActiveFiles.of(table.latest());
    if (active.missing(commit.removed()).isEmpty()) {
      return commit;
    }
    DeltaCommit rebased;
    try {
      rebased = rebase.onto(table, active.snapshot(), commit);
    } catch (IOException e) {
      throw new UncheckedIOException("rebasing a commit to table " + table.path(), e);
    }
    LOG.info(
        "Commit {} of sink {} was adapted to version {} of table {}, which another writer changed",
        commit.sequence(),
        commit.sinkId(),
        active.snapshot().version(),
        table.path());
    return rebased;
  }

  private boolean isCommitted(DeltaCommit commit) {
    OptionalLong last = active.snapshot().transactionVersion(commit.sinkId());
    if (last.isEmpty() || last.getAsLong() < commit.sequence()) {
      return false;
    }
    if (holdsToken(commit)) {
      LOG.info(
          "Commit {} of sink {} is in table {} already",
          commit.sequence(),
          commit.sinkId(),
          table.path());
      return true;
    }
    throw new DeltaException(
        "Table "
            + table.path()
            + " already holds commit "
            + last.getAsLong()
            + " of sink '"
            + commit.sinkId()
            + "', made by another run than the one that now commits number "
            + commit.sequence()
            + ": two jobs were started from one savepoint, or an old savepoint was restored."
            + " Stop the other job, or restore the latest checkpoint.");
  }

  /** Every commit of a sink raises the number, so the log is searched only after a failure. */
  private boolean holdsToken(DeltaCommit commit) {
    long latest = active.snapshot().version();
    long from = latest;
    // Backwards in growing strides: the commit sought is nearly always among the last few.
    for (long stride = 16; ; stride *= 4) {
      long start = Math.max(0, from - stride);
      try {
        if (CommitReader.containsEngineInfo(
            table.engine(),
            TableManager.loadCommitRange(table.path(), CommitBoundary.atVersion(start))
                .withEndBoundary(CommitBoundary.atVersion(from))
                .build(table.engine()),
            commit.token())) {
          return true;
        }
      } catch (StartVersionNotFoundException e) {
        LOG.debug("The log of {} was cleaned up before version {}", table.path(), from, e);
        return false;
      }
      if (start == 0) {
        return false;
      }
      from = start - 1;
    }
  }

  /**
   * A sink's commits have every number. Where one is missing, the table was put back to a time
   * before it, or is another one: rows would be lost without a word.
   */
  private void checkFollows(DeltaCommit commit) {
    long last = active.snapshot().transactionVersion(commit.sinkId()).orElse(0);
    if (commit.sequence() > last + 1) {
      throw new DeltaException(
          "Table "
              + table.path()
              + " ends at commit "
              + last
              + " of sink '"
              + commit.sinkId()
              + "', but the job goes on with number "
              + commit.sequence()
              + ": the table was rolled back, created anew, or lost its transactions to"
              + " 'delta.setTransactionRetentionDuration', and the rows in between would be"
              + " missing. Roll the job back too: restore the state that ends at commit "
              + last
              + "; or, to go on without those rows, begin a new generation with another"
              + " 'sink.generation'.");
    }
  }

  private DeltaCommit withOverwritten(DeltaCommit commit, CommitTerms terms) {
    if (terms.overwrite() == null) {
      return commit;
    }
    KernelSnapshot snapshot = active.snapshot();
    List<DataFile> removed = new ArrayList<>(commit.removed());
    removed.addAll(
        new OverwrittenFiles(table.path(), snapshot)
            .of(terms.overwrite(), snapshot.files(), commit.added()));
    return commit.withFiles(commit.added(), removed);
  }

  private void commitOn(ActiveFiles base, DeltaCommit commit, CommitTerms terms, boolean adapted) {
    boolean exact = !commit.removed().isEmpty() || terms.overwrite() != null;
    CommitTransaction prepared =
        CommitTransaction.on(
            base.snapshot(),
            table.engine(),
            commit,
            terms,
            LogCommit.engineInfo(commit.token(), adapted),
            exact);
    TransactionCommitResult result = prepared.transaction().commit(table.engine(), actions(commit));
    boolean keep = logCare.after(result);
    boolean rebased = result.getVersion() != base.snapshot().version() + 1;
    active =
        !keep || rebased || result.getPostCommitSnapshot().isEmpty()
            ? null
            : base.after(
                commit,
                new KernelSnapshot(
                    table.path(),
                    table.engine(),
                    (SnapshotImpl) result.getPostCommitSnapshot().get()));
  }

  private static CloseableIterable<Row> actions(DeltaCommit commit) {
    long now = System.currentTimeMillis();
    List<Row> rows = new ArrayList<>();
    for (DataFile file : commit.removed()) {
      rows.add(ActionRows.remove(file, now, commit.dataChange()));
    }
    for (DataFile file : commit.added()) {
      rows.add(ActionRows.add(file, commit.dataChange()));
    }
    return CloseableIterable.inMemoryIterable(Utils.toCloseableIterator(rows.iterator()));
  }

  /** The commit number that the table last saw from a sink, if any. */
  public OptionalLong lastSequence(String sinkId) {
    active = ActiveFiles.of(table.latest());
    return active.snapshot().transactionVersion(sinkId);
  }

  /** How often a commit was tried again since another writer was faster. */
  public long conflicts() {
    return conflicts;
  }

  /** Waits for the log's checkpoint where one is being written. */
  @Override
  public void close() {
    logCare.close();
  }
}
