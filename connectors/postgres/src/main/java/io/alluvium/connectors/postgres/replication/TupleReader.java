package io.alluvium.connectors.postgres.replication;

import io.alluvium.connectors.postgres.UnfitValue;
import io.alluvium.connectors.postgres.rows.RowShape;
import io.alluvium.connectors.postgres.types.Codec;
import io.alluvium.connectors.postgres.types.Unfit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;

/** Reads the rows inside messages. */
final class TupleReader {
  private static final byte NULL = 'n';
  private static final byte UNCHANGED = 'u';
  private static final byte BINARY = 'b';
  private static final byte TEXT = 't';

  private final MessageCursor cursor;
  private final List<UnfitValue> unfit = new ArrayList<>();
  private int[] unavailable = new int[4];
  private int unavailableCount;

  TupleReader(MessageCursor cursor) {
    this.cursor = cursor;
  }

  /**
   * The row at the cursor, which moves behind it.
   *
   * @param earlier the row before, which may have what was left alone
   */
  GenericRowData read(RowShape shape, @Nullable GenericRowData earlier) {
    if (!unfit.isEmpty()) {
      unfit.clear();
    }
    unavailableCount = 0;
    Codec[] codecs = shape.codecs();
    GenericRowData row = new GenericRowData(shape.arity());
    int columns = cursor.int16();
    for (int i = 0; i < columns; i++) {
      byte kind = cursor.octet();
      switch (kind) {
        case NULL -> {}
        case UNCHANGED -> leave(row, i, earlier);
        case BINARY, TEXT -> {
          int length = cursor.int32();
          int offset = cursor.position();
          Object value =
              kind == BINARY
                  ? codecs[i].binary(cursor.wire(), offset, length)
                  : codecs[i].text(cursor.wire(), offset, length);
          cursor.skip(length);
          if (value instanceof Unfit other) {
            unfit.add(new UnfitValue(i, other.text()));
          } else {
            row.setField(i, value);
          }
        }
        default -> throw new IllegalStateException("a column of the unknown kind " + (char) kind);
      }
    }
    return row;
  }

  private void leave(GenericRowData row, int column, @Nullable GenericRowData earlier) {
    Object kept = earlier == null ? null : earlier.getField(column);
    if (kept != null) {
      row.setField(column, kept);
      return;
    }
    if (unavailableCount == unavailable.length) {
      unavailable = Arrays.copyOf(unavailable, 2 * unavailableCount);
    }
    unavailable[unavailableCount++] = column;
  }

  /** Of the last row. */
  List<UnfitValue> unfit() {
    return unfit.isEmpty() ? List.of() : List.copyOf(unfit);
  }

  /** Of the last row; null for none. */
  @Nullable
  int[] unavailable() {
    return unavailableCount == 0 ? null : Arrays.copyOf(unavailable, unavailableCount);
  }
}
