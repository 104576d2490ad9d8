package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.internal.actions.SetTransaction;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.replay.ActionWrapper;
import io.delta.kernel.internal.replay.ActionsIterator;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commit that each sink of a table last made, by the sink's own number. */
final class SinkTransactions {
  private static final StructType TRANSACTIONS =
      new StructType().add(DeltaAction.TXN.colName, SetTransaction.FULL_SCHEMA);

  private SinkTransactions() {}

  static Map<String, Long> of(DeltaTable table, KernelSnapshot snapshot) {
    Map<String, Long> numbers = new HashMap<>();
    try (CloseableIterator<ActionWrapper> batches =
        new ActionsIterator(
            table.engine(),
            snapshot.kernel().getLogSegment().allLogFilesReversed(),
            TRANSACTIONS,
            Optional.empty())) {
      while (batches.hasNext()) {
        ColumnarBatch batch = batches.next().getColumnarBatch();
        ColumnVector column = batch.getColumnVector(0);
        for (int i = 0; i < batch.getSize(); i++) {
          SetTransaction transaction = SetTransaction.fromColumnVector(column, i);
          if (transaction != null) {
            // The log is read backwards: what is seen first is the latest.
            numbers.putIfAbsent(transaction.getAppId(), transaction.getVersion());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return numbers;
  }

  /** The actions that put the numbers back; 0 for a sink that had not committed yet. */
  static List<Row> actions(Map<String, Long> current, Map<String, Long> wanted) {
    List<Row> rows = new ArrayList<>();
    current.forEach(
        (sink, number) -> {
          long before = wanted.getOrDefault(sink, 0L);
          if (before != number) {
            rows.add(
                SingleAction.createTxnSingleAction(
                    new SetTransaction(sink, before, Optional.of(System.currentTimeMillis()))
                        .toRow()));
          }
        });
    return rows;
  }
}
