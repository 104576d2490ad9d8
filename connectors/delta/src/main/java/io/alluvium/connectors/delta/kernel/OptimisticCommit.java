package io.alluvium.connectors.delta.kernel;

import io.alluvium.connectors.delta.DeltaException;
import io.delta.kernel.Operation;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.Row;
import io.delta.kernel.exceptions.CommitStateUnknownException;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.TransactionImpl;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import io.delta.kernel.internal.tablefeatures.TableFeatures;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.flink.annotation.Internal;

/**
 * Commits what is computed from the latest snapshot, on that very snapshot. Where another writer
 * was faster, it is computed anew from the newer one: nothing is ever rebased blindly.
 */
@Internal
public final class OptimisticCommit {
  private static final int MAX_ATTEMPTS = 50;
  private static final String OPERATION = " operation=";
  private static final String ROLLBACK = " rollback=";
  private static final String BUILT = " built=";

  private final DeltaTable table;
  private final String operation;
  private final String mark;

  /**
   * @param operation as the history shows it, for example {@code OPTIMIZE}
   */
  public OptimisticCommit(DeltaTable table, String operation) {
    this(table, operation, "");
  }

  private OptimisticCommit(DeltaTable table, String operation, String mark) {
    this.table = table;
    this.operation = operation;
    this.mark = mark;
  }

  /** Commits that tell of which rollback of a job they are a part. */
  public OptimisticCommit ofRollback(String id) {
    return new OptimisticCommit(table, operation, ROLLBACK + id);
  }

  /** Commits that tell in which folder of the table its new contents were built. */
  public OptimisticCommit ofBuild(String folder) {
    return new OptimisticCommit(table, operation, BUILT + folder);
  }

  /** A transaction that is ready, and its file actions. */
  record Prepared(Transaction transaction, List<Row> actions) {}

  /**
   * @param change computes the change from a snapshot; called again for each newer snapshot, empty
   *     where there is nothing to do
   * @return the version that was made, if any
   */
  public OptionalLong commit(Function<DeltaSnapshot, Optional<LogChange>> change) {
    return commitPrepared(
        snapshot -> change.apply(snapshot).map(planned -> prepare(snapshot, planned)));
  }

  OptionalLong commitPrepared(Function<KernelSnapshot, Optional<Prepared>> plan) {
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      KernelSnapshot snapshot = (KernelSnapshot) table.snapshot();
      Optional<Prepared> prepared =
          KernelErrors.translated(table.path(), () -> plan.apply(snapshot));
      if (prepared.isEmpty()) {
        return OptionalLong.empty();
      }
      try {
        TransactionCommitResult result =
            prepared
                .get()
                .transaction()
                .commit(
                    table.engine(),
                    CloseableIterable.inMemoryIterable(
                        Utils.toCloseableIterator(prepared.get().actions().iterator())));
        PostCommitHooks.run(table.engine(), result);
        return OptionalLong.of(result.getVersion());
      } catch (ConcurrentWriteException
          | MaxCommitRetryLimitReachedException
          | CommitStateUnknownException e) {
        // Computed anew on the version that was faster.
        continue;
      } catch (RuntimeException e) {
        throw KernelErrors.translate(table.path(), e);
      }
    }
    throw new DeltaException(
        "Table "
            + table.path()
            + " changed "
            + MAX_ATTEMPTS
            + " times while "
            + operation
            + " was tried. Try again when fewer jobs write it.");
  }

  private Prepared prepare(KernelSnapshot snapshot, LogChange change) {
    long now = System.currentTimeMillis();
    List<Row> rows = new ArrayList<>();
    for (DataFile file : change.removed()) {
      rows.add(ActionRows.remove(file, now, change.dataChange()));
    }
    for (DataFile file : change.added()) {
      rows.add(ActionRows.add(file, change.dataChange()));
    }
    if (change.transactionsOf() != null) {
      rows.addAll(
          SinkTransactions.actions(
              SinkTransactions.of(table, snapshot),
              SinkTransactions.of(table, (KernelSnapshot) change.transactionsOf())));
    }
    Optional<Metadata> metadata =
        Optional.ofNullable(change.metadataOf())
            .map(source -> RestoredMetadata.of(snapshot, (KernelSnapshot) source));
    Optional<Protocol> protocol =
        Optional.ofNullable(change.metadataOf())
            .flatMap(source -> RestoredMetadata.protocol(snapshot, (KernelSnapshot) source));
    return new Prepared(transaction(snapshot, protocol, metadata), rows);
  }

  /**
   * Kernel's builder changes a schema only under column mapping; the protocol allows it without.
   * What the builder checks of the table is checked here, the new metadata is the caller's.
   */
  Transaction transaction(
      KernelSnapshot snapshot, Optional<Protocol> protocol, Optional<Metadata> metadata) {
    SnapshotImpl base = snapshot.kernel();
    TableFeatures.validateKernelCanWriteToTable(
        base.getProtocol(), base.getMetadata(), table.path());
    return new TransactionImpl(
        false,
        base.getDataPath(),
        Optional.of(base),
        engineInfo(),
        Operation.MANUAL_UPDATE,
        protocol,
        metadata,
        base.getCommitter(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(0),
        0,
        System::currentTimeMillis);
  }

  String engineInfo() {
    return engineInfo(operation) + mark;
  }

  /** Kernel writes only operations of its own list: the true one goes beside the engine's name. */
  static String engineInfo(String operation) {
    return DeltaTable.ENGINE_INFO + OPERATION + operation;
  }

  /** The operation that this class wrote into a commit, if it did. */
  static Optional<String> operationOf(String engineInfo) {
    int start = engineInfo.indexOf(DeltaTable.ENGINE_INFO + OPERATION);
    if (start < 0) {
      return Optional.empty();
    }
    String operation =
        engineInfo.substring(start + DeltaTable.ENGINE_INFO.length() + OPERATION.length());
    return Optional.of(operation.split(ROLLBACK + "|" + BUILT, 2)[0]);
  }

  /** The rollback that a commit is a part of, if any. */
  static Optional<String> rollbackOf(String engineInfo) {
    return markOf(ROLLBACK, engineInfo);
  }

  /** The folder in which was built what a commit replaced the table's contents by, if any. */
  static Optional<String> buildOf(String engineInfo) {
    return markOf(BUILT, engineInfo);
  }

  private static Optional<String> markOf(String mark, String engineInfo) {
    int start = engineInfo.indexOf(mark);
    return start < 0 ? Optional.empty() : Optional.of(engineInfo.substring(start + mark.length()));
  }
}
