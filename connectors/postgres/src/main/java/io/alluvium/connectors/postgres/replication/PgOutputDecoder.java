package io.alluvium.connectors.postgres.replication;

import io.alluvium.connectors.postgres.Change;
import io.alluvium.connectors.postgres.Operation;
import io.alluvium.connectors.postgres.PostgresException;
import io.alluvium.connectors.postgres.TableSchema;
import io.alluvium.connectors.postgres.UnfitValue;
import io.alluvium.connectors.postgres.reader.ChangeBatch;
import io.alluvium.connectors.postgres.rows.RowShape;
import io.alluvium.connectors.postgres.rows.RowShapes;
import io.alluvium.connectors.postgres.split.StreamPosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes the messages of {@code pgoutput}, and knows at each of them from where the stream can go
 * on. What was emitted before that place is skipped: a transaction comes again as a whole, with the
 * same changes in the same order, so that they can be counted.
 */
final class PgOutputDecoder {
  private static final Logger LOG = LoggerFactory.getLogger(PgOutputDecoder.class);

  private static final long EPOCH_MICROS = 946_684_800_000_000L;
  private static final byte KEY = 'K';
  private static final byte OLD = 'O';
  private static final int KEY_FLAG = 1;

  private final RelationResolver resolver;
  private final MessageCursor cursor = new MessageCursor();
  private final TupleReader tuples = new TupleReader(cursor);
  private final Map<Integer, Relation> relations = new HashMap<>();

  private long lsn;
  private long sequence;
  private long resumedTransaction;
  private long resumedChanges;

  private long commitLsn;
  @Nullable private Change.Transaction transaction;
  private long changes;
  private long skipped;

  PgOutputDecoder(StreamPosition start, RelationResolver resolver) {
    this.resolver = resolver;
    this.lsn = start.lsn();
    this.sequence = start.sequence();
    this.resumedTransaction = start.transaction();
    this.resumedChanges = start.changes();
  }

  /** From where the stream goes on behind the last message. */
  StreamPosition position() {
    // What is skipped counts as emitted.
    long emitted = Math.max(changes, skipped);
    if (transaction != null && emitted > 0) {
      return new StreamPosition(lsn, commitLsn, emitted, sequence);
    }
    return resumedTransaction != 0
        ? new StreamPosition(lsn, resumedTransaction, resumedChanges, sequence)
        : new StreamPosition(lsn, 0, 0, sequence);
  }

  boolean inTransaction() {
    return transaction != null;
  }

  /** The server has nothing to send before a place in its log. */
  void idleUntil(long other) {
    if (transaction == null && resumedTransaction == 0 && other > lsn) {
      lsn = other;
    }
  }

  /**
   * Decodes a message.
   *
   * @param change its place in the log
   */
  void decode(byte[] message, int offset, long change, ChangeBatch out) {
    cursor.reset(message, offset);
    byte kind = cursor.octet();
    switch (kind) {
      case 'B' -> begin();
      case 'C' -> commit();
      case 'I' -> insert(change, out);
      case 'U' -> update(change, out);
      case 'D' -> delete(change, out);
      case 'T' -> truncate(change, out);
      case 'R' -> relation();
      case 'Y' -> resolver.typeAnnounced(cursor.unsigned32());
      case 'O', 'M' -> {
        // Where a change came from first, and messages of applications: no rows.
      }
      default -> throw new IllegalStateException("a message of the unknown kind " + (char) kind);
    }
  }

  private void begin() {
    commitLsn = cursor.int64();
    long committed = cursor.int64() + EPOCH_MICROS;
    transaction = new Change.Transaction(cursor.unsigned32(), committed);
    changes = 0;
    skipped = 0;
    if (resumedTransaction != 0) {
      if (Long.compareUnsigned(commitLsn, resumedTransaction) > 0) {
        throw PostgresException.permanent(
            "The transaction that commits at "
                + StreamPosition.text(resumedTransaction)
                + " was read in part, and the server does not send it any more. Start the job"
                + " without its state and with another slot.");
      }
      if (commitLsn == resumedTransaction) {
        skipped = resumedChanges;
        resumedTransaction = 0;
      }
    }
  }

  private void commit() {
    cursor.skip(1 + Long.BYTES);
    lsn = cursor.int64();
    transaction = null;
  }

  /** Whether the next change is to be emitted. */
  private boolean isNew() {
    return ++changes > skipped;
  }

  private long nextSequence(long change) {
    sequence = Math.max(sequence + 1, change);
    return sequence;
  }

  private Relation known() {
    int oid = cursor.int32();
    Relation relation = relations.get(oid);
    if (relation == null) {
      throw new IllegalStateException("a change of a table that was not announced: " + oid);
    }
    return relation;
  }

  private void insert(long change, ChangeBatch out) {
    Relation relation = known();
    RowShape shape = relation.shape();
    if (isNew() && shape != null) {
      cursor.skip(1);
      GenericRowData row = tuples.read(shape, null);
      add(out, shape.schema(), Operation.INSERT, change, row, null, false, null, tuples.unfit());
    }
  }

  private void update(long change, ChangeBatch out) {
    Relation relation = known();
    RowShape shape = relation.shape();
    if (!isNew() || shape == null) {
      return;
    }
    byte kind = cursor.octet();
    GenericRowData before = null;
    List<UnfitValue> unfitBefore = List.of();
    if (kind == KEY || kind == OLD) {
      before = tuples.read(shape, null);
      unfitBefore = tuples.unfit();
      cursor.skip(1);
    }
    GenericRowData row = tuples.read(shape, before);
    boolean keyChanged =
        before != null
            && differs(
                before,
                row,
                kind == KEY ? relation.identityColumns() : shape.schema().primaryKey());
    out.add(
        shape.schema(),
        new Change(
            Operation.UPDATE,
            transaction,
            change,
            nextSequence(change),
            row,
            before,
            keyChanged,
            tuples.unavailable(),
            tuples.unfit(),
            unfitBefore),
        cursor.size());
  }

  private static boolean differs(GenericRowData one, GenericRowData other, List<Integer> columns) {
    for (int column : columns) {
      Object first = one.getField(column);
      Object second = other.getField(column);
      boolean same =
          first instanceof byte[] bytes && second instanceof byte[] others
              ? Arrays.equals(bytes, others)
              : first == null ? second == null : first.equals(second);
      if (!same) {
        return true;
      }
    }
    return false;
  }

  private void delete(long change, ChangeBatch out) {
    Relation relation = known();
    RowShape shape = relation.shape();
    if (isNew() && shape != null) {
      cursor.skip(1);
      GenericRowData row = tuples.read(shape, null);
      List<UnfitValue> unfit = tuples.unfit();
      add(out, shape.schema(), Operation.DELETE, change, row, row, false, null, unfit);
    }
  }

  private void truncate(long change, ChangeBatch out) {
    int count = cursor.int32();
    cursor.skip(1);
    for (int i = 0; i < count; i++) {
      Relation relation = known();
      if (isNew() && relation.shape() != null) {
        TableSchema schema = relation.shape().schema();
        if (relation.partition()) {
          LOG.warn(
              "A partition of table {} was truncated: its rows are gone without a change of their"
                  + " own",
              schema.table());
        } else {
          add(out, schema, Operation.TRUNCATE, change, null, null, false, null, List.of());
        }
      }
    }
  }

  private void add(
      ChangeBatch out,
      TableSchema schema,
      Operation operation,
      long change,
      @Nullable GenericRowData row,
      @Nullable GenericRowData before,
      boolean keyChanged,
      @Nullable int[] unavailable,
      List<UnfitValue> unfit) {
    out.add(
        schema,
        new Change(
            operation,
            transaction,
            change,
            nextSequence(change),
            row,
            before,
            keyChanged,
            unavailable,
            unfit,
            before == null ? List.of() : unfit),
        cursor.size());
  }

  private void relation() {
    int oid = cursor.int32();
    String schema = cursor.text();
    String table = cursor.text();
    cursor.skip(1);
    int count = cursor.int16();
    List<RowShapes.Column> columns = new ArrayList<>(count);
    List<Integer> identityColumns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if ((cursor.octet() & KEY_FLAG) != 0) {
        identityColumns.add(i);
      }
      columns.add(new RowShapes.Column(cursor.text(), cursor.unsigned32(), cursor.int32()));
    }
    relations.put(
        oid,
        resolver.resolve(
            Integer.toUnsignedLong(oid),
            schema.isEmpty() ? "pg_catalog" : schema,
            table,
            columns,
            identityColumns));
  }
}
