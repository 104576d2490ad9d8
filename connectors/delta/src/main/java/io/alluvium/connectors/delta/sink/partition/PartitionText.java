package io.alluvium.connectors.delta.sink.partition;

import io.alluvium.connectors.delta.DeltaException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;

/**
 * The values of a partition column as the log has them (Delta protocol, "Partition Value
 * Serialization"). Null and the empty string are the same there: both become null.
 */
@FunctionalInterface
interface PartitionText extends Serializable {

  /** The text of the value at a position that is not null. */
  String of(RowData row, int pos);

  /** The text of the value at a position. */
  @Nullable
  default String ofNullable(RowData row, int pos) {
    if (row.isNullAt(pos)) {
      return null;
    }
    String text = of(row, pos);
    return text.isEmpty() ? null : text;
  }

  /**
   * @throws DeltaException where a table cannot be partitioned by the column
   */
  static PartitionText forColumn(RowType.RowField column) {
    LogicalType type = column.getType();
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> (row, pos) -> Boolean.toString(row.getBoolean(pos));
      case TINYINT -> (row, pos) -> Byte.toString(row.getByte(pos));
      case SMALLINT -> (row, pos) -> Short.toString(row.getShort(pos));
      case INTEGER -> (row, pos) -> Integer.toString(row.getInt(pos));
      case BIGINT -> (row, pos) -> Long.toString(row.getLong(pos));
      case FLOAT -> (row, pos) -> Float.toString(row.getFloat(pos));
      case DOUBLE -> (row, pos) -> Double.toString(row.getDouble(pos));
      case DATE -> (row, pos) -> LocalDate.ofEpochDay(row.getInt(pos)).toString();
      case VARCHAR -> (row, pos) -> row.getString(pos).toString();
      case VARBINARY -> (row, pos) -> Texts.utf8(column.getName(), row.getBinary(pos));
      case DECIMAL -> {
        int precision = ((DecimalType) type).getPrecision();
        int scale = ((DecimalType) type).getScale();
        yield (row, pos) -> row.getDecimal(pos, precision, scale).toBigDecimal().toPlainString();
      }
      // With the zone: without one, readers would take it for a time of their own zone.
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
        int precision = ((LocalZonedTimestampType) type).getPrecision();
        yield (row, pos) -> Texts.format(Texts.INSTANT, row.getTimestamp(pos, precision));
      }
      case TIMESTAMP_WITHOUT_TIME_ZONE -> {
        int precision = ((TimestampType) type).getPrecision();
        yield (row, pos) -> Texts.format(Texts.LOCAL_TIME, row.getTimestamp(pos, precision));
      }
      default ->
          throw new DeltaException(
              "Column '"
                  + column.getName()
                  + "' is "
                  + type.asSummaryString()
                  + ": Delta partitions by columns of simple types only. Partition by another"
                  + " column.");
    };
  }

  /** Formats that the interface's functions share. */
  final class Texts {
    private static final DateTimeFormatter LOCAL_TIME = time(' ').toFormatter();
    private static final DateTimeFormatter INSTANT = time('T').appendLiteral('Z').toFormatter();

    private Texts() {}

    private static DateTimeFormatterBuilder time(char separator) {
      return new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd")
          .appendLiteral(separator)
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 6, 6, true);
    }

    private static String format(DateTimeFormatter format, TimestampData value) {
      return format.format(value.toLocalDateTime().atOffset(ZoneOffset.UTC));
    }

    private static String utf8(String column, byte[] bytes) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException notText) {
        throw new DeltaException(
            "The binary column '"
                + column
                + "', by which the table is partitioned, holds bytes that are not UTF-8 text,"
                + " which Delta cannot keep. Partition by a text of them, for example"
                + " TO_BASE64.");
      }
    }
  }
}
