package io.alluvium.connectors.redis;

import java.io.Serializable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * What a row is sorted by: a number, or a time in milliseconds since 1970. Redis keeps it as a
 * double: whole numbers are exact up to 2<sup>53</sup>.
 */
record RowScore(String column, int index, LogicalType type) implements Serializable {
  private static final long MILLIS_PER_DAY = 86_400_000L;

  static boolean supports(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case TINYINT,
          SMALLINT,
          INTEGER,
          BIGINT,
          FLOAT,
          DOUBLE,
          DECIMAL,
          DATE,
          TIMESTAMP_WITHOUT_TIME_ZONE,
          TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          true;
      default -> false;
    };
  }

  String text(RowData row) throws UnfitRowException {
    if (row.isNullAt(index)) {
      throw new UnfitRowException("its score, column '" + column + "', is NULL");
    }
    return switch (type.getTypeRoot()) {
      case TINYINT -> Byte.toString(row.getByte(index));
      case SMALLINT -> Short.toString(row.getShort(index));
      case INTEGER -> Integer.toString(row.getInt(index));
      case BIGINT -> Long.toString(row.getLong(index));
      case FLOAT -> finite(row.getFloat(index));
      case DOUBLE -> finite(row.getDouble(index));
      case DECIMAL ->
          row.getDecimal(
                  index, LogicalTypeChecks.getPrecision(type), LogicalTypeChecks.getScale(type))
              .toBigDecimal()
              .toPlainString();
      case DATE -> Long.toString(row.getInt(index) * MILLIS_PER_DAY);
      default ->
          Long.toString(
              row.getTimestamp(index, LogicalTypeChecks.getPrecision(type)).getMillisecond());
    };
  }

  private String finite(double value) throws UnfitRowException {
    if (Double.isNaN(value)) {
      throw new UnfitRowException("its score, column '" + column + "', is no number");
    }
    return Double.isInfinite(value) ? value > 0 ? "+inf" : "-inf" : Double.toString(value);
  }
}
