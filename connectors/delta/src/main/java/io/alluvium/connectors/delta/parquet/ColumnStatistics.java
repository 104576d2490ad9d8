package io.alluvium.connectors.delta.parquet;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * Least and greatest value and number of nulls of a column (Delta protocol, "Per-file Statistics").
 *
 * <p>A bound that cannot be given truly is left out: a string's greatest value that is longer than
 * {@value #MAX_STRING_LENGTH} characters, and both where a float is not a number. Times are in
 * milliseconds, rounded outwards.
 */
abstract class ColumnStatistics {
  private static final int MAX_STRING_LENGTH = 32;

  private long nulls;

  static ColumnStatistics of(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case TINYINT -> new Integers((row, pos) -> row.getByte(pos));
      case SMALLINT -> new Integers((row, pos) -> row.getShort(pos));
      case INTEGER -> new Integers(RowData::getInt);
      case BIGINT -> new Integers(RowData::getLong);
      case DATE -> new Dates();
      case FLOAT -> new Doubles((row, pos) -> row.getFloat(pos));
      case DOUBLE -> new Doubles(RowData::getDouble);
      case VARCHAR -> new Strings();
      case DECIMAL -> new Decimals((DecimalType) type);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          new Timestamps(TimestampPrecision.of(type), "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
      case TIMESTAMP_WITHOUT_TIME_ZONE ->
          new Timestamps(TimestampPrecision.of(type), "yyyy-MM-dd'T'HH:mm:ss.SSS");
      default -> new NullsOnly();
    };
  }

  final void add(RowData row, int pos) {
    if (row.isNullAt(pos)) {
      nulls++;
    } else {
      addValue(row, pos);
    }
  }

  final long nulls() {
    return nulls;
  }

  abstract void addValue(RowData row, int pos);

  /** Writes nothing where there is no bound. */
  abstract void writeMin(JsonGenerator json, String column) throws IOException;

  abstract void writeMax(JsonGenerator json, String column) throws IOException;

  private interface LongGetter {
    long get(RowData row, int pos);
  }

  private interface DoubleGetter {
    double get(RowData row, int pos);
  }

  private static final class NullsOnly extends ColumnStatistics {
    @Override
    void addValue(RowData row, int pos) {
      // The protocol has no bounds for such a type.
    }

    @Override
    void writeMin(JsonGenerator json, String column) {
      // As above.
    }

    @Override
    void writeMax(JsonGenerator json, String column) {
      // As above.
    }
  }

  /** Bounds that are kept as longs, whatever they mean. */
  private abstract static class Longs extends ColumnStatistics {
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;

    final void include(long value) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }

    abstract void writeBound(JsonGenerator json, long value, boolean isMax) throws IOException;

    @Override
    final void writeMin(JsonGenerator json, String column) throws IOException {
      writeBound(json, column, min, false);
    }

    @Override
    final void writeMax(JsonGenerator json, String column) throws IOException {
      writeBound(json, column, max, true);
    }

    private void writeBound(JsonGenerator json, String column, long value, boolean isMax)
        throws IOException {
      if (min <= max) {
        json.writeFieldName(column);
        writeBound(json, value, isMax);
      }
    }
  }

  private static final class Integers extends Longs {
    private final LongGetter getter;

    Integers(LongGetter getter) {
      this.getter = getter;
    }

    @Override
    void addValue(RowData row, int pos) {
      include(getter.get(row, pos));
    }

    @Override
    void writeBound(JsonGenerator json, long value, boolean isMax) throws IOException {
      json.writeNumber(value);
    }
  }

  private static final class Dates extends Longs {
    @Override
    void addValue(RowData row, int pos) {
      include(row.getInt(pos));
    }

    @Override
    void writeBound(JsonGenerator json, long value, boolean isMax) throws IOException {
      json.writeString(LocalDate.ofEpochDay(value).toString());
    }
  }

  private static final class Timestamps extends Longs {
    private static final long MICROS_PER_MILLI = 1_000;

    private final int precision;
    private final DateTimeFormatter format;

    Timestamps(int precision, String pattern) {
      this.precision = precision;
      this.format = DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
    }

    @Override
    void addValue(RowData row, int pos) {
      include(ValueWriters.micros(row.getTimestamp(pos, precision)));
    }

    @Override
    void writeBound(JsonGenerator json, long value, boolean isMax) throws IOException {
      long rounded = isMax ? value + MICROS_PER_MILLI - 1 : value;
      json.writeString(
          format.format(Instant.ofEpochMilli(Math.floorDiv(rounded, MICROS_PER_MILLI))));
    }
  }

  private static final class Doubles extends ColumnStatistics {
    private final DoubleGetter getter;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private boolean unbounded;

    Doubles(DoubleGetter getter) {
      this.getter = getter;
    }

    @Override
    void addValue(RowData row, int pos) {
      double value = getter.get(row, pos);
      if (Double.isFinite(value)) {
        // Adding zero turns -0.0 into 0.0: readers differ in whether they tell them apart.
        min = Math.min(min, value + 0.0);
        max = Math.max(max, value + 0.0);
      } else {
        unbounded = true;
      }
    }

    @Override
    void writeMin(JsonGenerator json, String column) throws IOException {
      if (!unbounded && min <= max) {
        json.writeNumberField(column, min);
      }
    }

    @Override
    void writeMax(JsonGenerator json, String column) throws IOException {
      if (!unbounded && min <= max) {
        json.writeNumberField(column, max);
      }
    }
  }

  private static final class Decimals extends ColumnStatistics {
    private final int precision;
    private final int scale;
    private BigDecimal min;
    private BigDecimal max;

    Decimals(DecimalType type) {
      this.precision = type.getPrecision();
      this.scale = type.getScale();
    }

    @Override
    void addValue(RowData row, int pos) {
      BigDecimal value = row.getDecimal(pos, precision, scale).toBigDecimal();
      min = min == null || value.compareTo(min) < 0 ? value : min;
      max = max == null || value.compareTo(max) > 0 ? value : max;
    }

    @Override
    void writeMin(JsonGenerator json, String column) throws IOException {
      if (min != null) {
        json.writeNumberField(column, min);
      }
    }

    @Override
    void writeMax(JsonGenerator json, String column) throws IOException {
      if (max != null) {
        json.writeNumberField(column, max);
      }
    }
  }

  private static final class Strings extends ColumnStatistics {
    private StringData min;
    private StringData max;

    @Override
    void addValue(RowData row, int pos) {
      StringData value = row.getString(pos);
      if (min == null || value.compareTo(min) < 0) {
        min = copy(value);
      }
      if (max == null || value.compareTo(max) > 0) {
        max = copy(value);
      }
    }

    /** A string of a row is often a view of memory that the next row overwrites. */
    private static StringData copy(StringData value) {
      return StringData.fromBytes(value.toBytes().clone());
    }

    @Override
    void writeMin(JsonGenerator json, String column) throws IOException {
      if (min != null) {
        String text = min.toString();
        json.writeStringField(
            column,
            text.length() <= MAX_STRING_LENGTH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_STRING_LENGTH / 2)));
      }
    }

    @Override
    void writeMax(JsonGenerator json, String column) throws IOException {
      if (max != null && max.toString().length() <= MAX_STRING_LENGTH) {
        json.writeStringField(column, max.toString());
      }
    }
  }
}
