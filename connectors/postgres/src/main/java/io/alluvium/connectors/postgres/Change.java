package io.alluvium.connectors.postgres;

import java.util.Arrays;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

/** A row that the snapshot found, or a change of the log. */
@PublicEvolving
public final class Change {
  private static final int[] NONE = {};

  private final Operation operation;
  private final Transaction transaction;
  private final long lsn;
  private final long sequence;
  @Nullable private final GenericRowData row;
  @Nullable private final GenericRowData before;
  private final boolean keyChanged;
  private final int[] unavailable;
  private final List<UnfitValue> unfit;
  private final List<UnfitValue> unfitBefore;

  /**
   * What the changes of a transaction have in common.
   *
   * @param id 0 in the snapshot
   * @param commitMicros since 1970; 0 in the snapshot
   */
  @Internal
  public record Transaction(long id, long commitMicros) {
    public static final Transaction SNAPSHOT = new Transaction(0, 0);
  }

  @Internal
  public Change(
      Operation operation,
      Transaction transaction,
      long lsn,
      long sequence,
      @Nullable GenericRowData row,
      @Nullable GenericRowData before,
      boolean keyChanged,
      @Nullable int[] unavailable,
      List<UnfitValue> unfit,
      List<UnfitValue> unfitBefore) {
    this.operation = operation;
    this.transaction = transaction;
    this.lsn = lsn;
    this.sequence = sequence;
    this.row = row;
    this.before = before;
    this.keyChanged = keyChanged;
    this.unavailable = unavailable == null ? NONE : unavailable;
    this.unfit = unfit;
    this.unfitBefore = unfitBefore;
  }

  @Internal
  public static Change read(GenericRowData row, List<UnfitValue> unfit) {
    return new Change(
        Operation.READ, Transaction.SNAPSHOT, 0, 0, row, null, false, null, unfit, List.of());
  }

  public Operation operation() {
    return operation;
  }

  /**
   * The table's columns in the order of the schema, and behind them as many fields as the source
   * was asked to reserve, which are null and the caller's to set. Of a delete, the row that went,
   * with what the server sends of it: with the default replica identity the key. Null of a
   * truncate.
   */
  @Nullable
  public GenericRowData row() {
    return row;
  }

  /**
   * The row before an update or a delete, with what the server sends of it: all with {@code REPLICA
   * IDENTITY FULL}; otherwise the key, and of an update only where the key changed. Null where it
   * sends nothing. Of a delete it is the same row as {@link #row()}.
   */
  @Nullable
  public RowData before() {
    return before;
  }

  /** Whether an update gave the row another key. */
  public boolean keyChanged() {
    return keyChanged;
  }

  /**
   * Indexes of the columns that the server did not send though they have a value: large ones that
   * an update left alone. They are null in the row.
   */
  public int[] unavailable() {
    return unavailable.length == 0 ? unavailable : Arrays.copyOf(unavailable, unavailable.length);
  }

  /** Values of the row that do not fit their column, where it has null. */
  public List<UnfitValue> unfit() {
    return unfit;
  }

  /** The same of the row before; of a delete as {@link #unfit()}. */
  public List<UnfitValue> unfitBefore() {
    return unfitBefore;
  }

  /** Where the change is in the log; 0 in the snapshot. */
  public long lsn() {
    return lsn;
  }

  /**
   * Ascends strictly through the stream, in the order of commits, also through failures; never
   * below {@link #lsn()}. 0 in the snapshot.
   */
  public long sequence() {
    return sequence;
  }

  /** Microseconds since 1970; 0 in the snapshot. */
  public long commitMicros() {
    return transaction.commitMicros();
  }

  /** 0 in the snapshot. */
  public long transactionId() {
    return transaction.id();
  }
}
