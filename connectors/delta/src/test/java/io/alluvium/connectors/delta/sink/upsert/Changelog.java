package io.alluvium.connectors.delta.sink.upsert;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.annotation.Nullable;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;

/**
 * A seeded stream of changes over few keys: inserts, updates and deletes in no good order, keys
 * that come back, nulls, unicode, extreme numbers. The same number always gives the same change.
 *
 * @param partial whether a null in a change leaves the row's value as it is
 */
public record Changelog(long seed, int keys, long allKeysFrom, boolean partial)
    implements Serializable {
  public static final RowType ROW_TYPE =
      RowType.of(
          new LogicalType[] {
            new VarCharType(false, VarCharType.MAX_LENGTH),
            new BigIntType(false),
            new BigIntType(),
            VarCharType.STRING_TYPE,
            new DoubleType(),
            new DecimalType(20, 4),
            new TimestampType(6),
            VarCharType.STRING_TYPE
          },
          new String[] {"name", "part", "number", "note", "ratio", "price", "at", "region"});
  public static final List<String> KEY = List.of("name", "part");

  private static final String[] NOTES = {
    "", "plain", "Zürich", "数据湖", "🦆 \u0000 \" ' \\", "a,b;c\nd", "x".repeat(40)
  };
  private static final String[] REGIONS = {"north", "süd", "a b/c=d%", "", null};
  private static final double[] RATIOS = {
    0, -0.0, 1.5, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, Double.NEGATIVE_INFINITY
  };

  public Changelog(long seed, int keys) {
    this(seed, keys, Long.MAX_VALUE, false);
  }

  /** The same changes, of which a null keeps what is there. */
  Changelog ofPartialUpdates() {
    return new Changelog(seed, keys, allKeysFrom, true);
  }

  /** What the sink is told about it. */
  List<String> partialUpdateColumns() {
    return partial ? List.of("*") : List.of();
  }

  /** Changes before a closing round that do nothing, so that others' commits come to be known. */
  static final int FILLERS = 12_000;

  /**
   * The same, but from that number on come {@link #FILLERS}, and then each key is written, one
   * after the other.
   */
  Changelog endingWithAllKeys(long from) {
    return new Changelog(seed, keys, from, partial);
  }

  /** A row for a key, which is no part of the stream. */
  GenericRowData row(int key) {
    GenericRowData row = new GenericRowData(ROW_TYPE.getFieldCount());
    setKey(row, key);
    return row;
  }

  private static void setKey(GenericRowData row, int key) {
    row.setField(0, StringData.fromString(NOTES[key % NOTES.length] + key / 2));
    row.setField(1, key % 2 == 0 ? Long.MIN_VALUE : key);
  }

  /** Change number {@code number}, from 0 on. */
  public RowData change(long number) {
    Random random = new Random(seed * 1_000_003 + number);
    if (number >= allKeysFrom && number - allKeysFrom < FILLERS) {
      GenericRowData filler = row(keys);
      filler.setRowKind(RowKind.DELETE);
      return filler;
    }
    boolean isInOrder = number >= allKeysFrom;
    int key = isInOrder ? (int) ((number - allKeysFrom - FILLERS) % keys) : random.nextInt(keys);
    GenericRowData row = new GenericRowData(ROW_TYPE.getFieldCount());
    setKey(row, key);
    int kind = random.nextInt(9);
    if (kind == 0 && !isInOrder) {
      row.setRowKind(RowKind.DELETE);
      return row;
    }
    // Inserts and updates at random: the sink must not trust the kind.
    row.setRowKind(kind % 2 == 0 ? RowKind.INSERT : RowKind.UPDATE_AFTER);
    row.setField(2, number);
    row.setField(3, random.nextInt(4) == 0 ? null : text(NOTES[random.nextInt(NOTES.length)]));
    row.setField(4, random.nextInt(4) == 0 ? null : RATIOS[random.nextInt(RATIOS.length)]);
    row.setField(
        5,
        random.nextInt(4) == 0
            ? null
            : DecimalData.fromBigDecimal(BigDecimal.valueOf(random.nextLong(), 4), 20, 4));
    row.setField(
        6,
        random.nextInt(4) == 0
            ? null
            : TimestampData.fromEpochMillis(random.nextInt(), random.nextInt(1000) * 1000));
    row.setField(7, text(REGIONS[random.nextInt(REGIONS.length)]));
    return row;
  }

  /** An insertion of a row of its own for each number. */
  static RowData event(long number) {
    GenericRowData row = new GenericRowData(ROW_TYPE.getFieldCount());
    row.setField(0, StringData.fromString("event " + number));
    row.setField(1, number);
    row.setField(2, number);
    return row;
  }

  private static StringData text(String value) {
    return value == null ? null : StringData.fromString(value);
  }

  /** The key of a row, as text. */
  static String keyOf(RowData row) {
    return row.getString(0) + "|" + row.getLong(1);
  }

  /** All columns of a row, as text. */
  static String textOf(RowData row) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ROW_TYPE.getFieldCount(); i++) {
      text.append(RowData.createFieldGetter(ROW_TYPE.getTypeAt(i), i).getFieldOrNull(row));
      text.append('|');
    }
    return text.toString();
  }

  static boolean isDelete(RowData row) {
    return row.getRowKind() == RowKind.DELETE || row.getRowKind() == RowKind.UPDATE_BEFORE;
  }

  /** The rows by key after the first changes. */
  Map<String, String> folded(long count) {
    Map<String, String> rows = new HashMap<>();
    foldInto(rows, count);
    return rows;
  }

  /** Applies the first changes to rows by key. */
  void foldInto(Map<String, String> rows, long count) {
    for (long number = 0; number < count; number++) {
      apply(change(number), rows);
    }
  }

  /** Returns the row of the change's key as it was before. */
  @Nullable
  String apply(RowData change, Map<String, String> rows) {
    String key = keyOf(change);
    if (isDelete(change)) {
      return rows.remove(key);
    }
    String before = rows.get(key);
    rows.put(key, partial && before != null ? merged(before, textOf(change)) : textOf(change));
    return before;
  }

  private static String merged(String before, String change) {
    String[] old = before.split("\\|", -1);
    String[] merged = change.split("\\|", -1);
    for (int i = 0; i < merged.length; i++) {
      merged[i] = merged[i].equals("null") ? old[i] : merged[i];
    }
    return String.join("|", merged);
  }
}
