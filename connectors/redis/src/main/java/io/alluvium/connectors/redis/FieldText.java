package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.CommandBuffer;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Base64;
import java.util.Optional;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** How the value of a column is written as text. The value is not null. */
interface FieldText extends Serializable {
  long NANOS_PER_MILLI = 1_000_000L;

  String of(RowData row);

  /** Adds the text as an argument of a command. */
  default void write(RowData row, CommandBuffer out) {
    out.argument(of(row));
  }

  /** Of a type whose values are written by their text. */
  @FunctionalInterface
  interface Plain extends FieldText {}

  /** A text as it is. */
  record OfString(int index) implements FieldText {
    @Override
    public String of(RowData row) {
      return row.getString(index).toString();
    }

    @Override
    public void write(RowData row, CommandBuffer out) {
      out.argument(row.getString(index).toBytes());
    }
  }

  /** A whole number, which is written without a text in between. */
  record OfNumber(Number number) implements FieldText {
    @Override
    public String of(RowData row) {
      return Long.toString(number.of(row));
    }

    @Override
    public void write(RowData row, CommandBuffer out) {
      out.argument(number.of(row));
    }

    @FunctionalInterface
    interface Number extends Serializable {
      long of(RowData row);
    }
  }

  /**
   * @throws ValidationException that names the column where its type has no text form
   */
  static FieldText required(RowType.RowField field, int index) {
    return of(field.getType(), index)
        .orElseThrow(
            () ->
                new ValidationException(
                    "Column '"
                        + field.getName()
                        + "' of type "
                        + field.getType().asSummaryString()
                        + " has no text form for Redis; cast it to STRING."));
  }

  private static Optional<FieldText> of(LogicalType type, int index) {
    FieldText text =
        switch (type.getTypeRoot()) {
          case CHAR, VARCHAR -> new OfString(index);
          case TINYINT -> new OfNumber(row -> row.getByte(index));
          case SMALLINT -> new OfNumber(row -> row.getShort(index));
          case INTEGER -> new OfNumber(row -> row.getInt(index));
          case BIGINT -> new OfNumber(row -> row.getLong(index));
          default -> plain(type, index);
        };
    return Optional.ofNullable(text);
  }

  private static Plain plain(LogicalType type, int index) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> row -> Boolean.toString(row.getBoolean(index));
      case FLOAT -> row -> Float.toString(row.getFloat(index));
      case DOUBLE -> row -> Double.toString(row.getDouble(index));
      case DATE -> row -> LocalDate.ofEpochDay(row.getInt(index)).toString();
      case TIME_WITHOUT_TIME_ZONE ->
          row -> LocalTime.ofNanoOfDay(row.getInt(index) * NANOS_PER_MILLI).toString();
      case DECIMAL -> decimal(type, index);
      case TIMESTAMP_WITHOUT_TIME_ZONE -> timestamp(type, index);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> instant(type, index);
      case BINARY, VARBINARY -> row -> Base64.getEncoder().encodeToString(row.getBinary(index));
      default -> null;
    };
  }

  private static Plain decimal(LogicalType type, int index) {
    int precision = LogicalTypeChecks.getPrecision(type);
    int scale = LogicalTypeChecks.getScale(type);
    return row -> row.getDecimal(index, precision, scale).toBigDecimal().toPlainString();
  }

  private static Plain timestamp(LogicalType type, int index) {
    int precision = LogicalTypeChecks.getPrecision(type);
    return row -> row.getTimestamp(index, precision).toLocalDateTime().toString();
  }

  private static Plain instant(LogicalType type, int index) {
    int precision = LogicalTypeChecks.getPrecision(type);
    return row -> row.getTimestamp(index, precision).toInstant().toString();
  }
}
