package io.alluvium.connectors.delta.kernel;

import io.alluvium.connectors.delta.DeltaException;
import io.delta.kernel.exceptions.CommitStateUnknownException;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.utils.CloseableIterable;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.types.logical.RowType;

/** Adds columns in a commit of their own, beside the commits of a sink. */
final class ColumnAddition {
  private static final int MAX_ATTEMPTS = 50;

  private final DeltaTable table;

  ColumnAddition(DeltaTable table) {
    this.table = table;
  }

  void apply(RowType rowType) {
    CommitTerms terms = new CommitTerms(null, List.of(rowType));
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      if (tryOnce(terms)) {
        return;
      }
    }
    throw new DeltaException(
        "Table "
            + table.path()
            + " changed "
            + MAX_ATTEMPTS
            + " times while columns were added. Try again when fewer jobs write it.");
  }

  private boolean tryOnce(CommitTerms terms) {
    KernelSnapshot latest = table.latest();
    try {
      Optional<CommitTransaction> change =
          CommitTransaction.ofSchema(latest, terms, DeltaTable.ENGINE_INFO);
      if (change.isPresent()) {
        PostCommitHooks.run(
            table.engine(),
            change.get().transaction().commit(table.engine(), CloseableIterable.emptyIterable()));
      }
      return true;
    } catch (ConcurrentWriteException
        | MaxCommitRetryLimitReachedException
        | CommitStateUnknownException e) {
      return false;
    } catch (DeltaException e) {
      throw e;
    } catch (RuntimeException e) {
      throw KernelErrors.translate(table.path(), e);
    }
  }
}
