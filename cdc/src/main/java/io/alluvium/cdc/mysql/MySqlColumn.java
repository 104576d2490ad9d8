package io.alluvium.cdc.mysql;

import java.io.Serializable;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.SmallIntType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * A column of a source table, as the catalog or the binary log describes it.
 *
 * @param unsigned of a number
 * @param precision digits of a decimal, digits of a fraction of seconds, or bits
 * @param scale of a decimal
 */
record MySqlColumn(String name, ColumnKind kind, boolean unsigned, int precision, int scale)
    implements Serializable {
  private static final int UNSIGNED_BIGINT_DIGITS = 20;

  static MySqlColumn of(String name, ColumnKind kind) {
    return new MySqlColumn(name, kind, false, 0, 0);
  }

  /**
   * The type in bronze. What has no exact counterpart is text: a decimal beyond 38 digits, a {@code
   * datetime} (it is no instant), a {@code time} (which goes beyond a day and below zero), several
   * bits (the highest first), JSON. A {@code tinyint(1)} is a number, since it can hold any of
   * them.
   */
  LogicalType type() {
    return switch (kind) {
      case TINYINT -> new SmallIntType();
      case SMALLINT -> unsigned ? new IntType() : new SmallIntType();
      case YEAR -> new SmallIntType();
      case MEDIUMINT -> new IntType();
      case INT -> unsigned ? new BigIntType() : new IntType();
      case BIGINT -> unsigned ? new DecimalType(UNSIGNED_BIGINT_DIGITS, 0) : new BigIntType();
      case FLOAT -> new FloatType();
      case DOUBLE -> new DoubleType();
      case DECIMAL ->
          precision <= DecimalType.MAX_PRECISION
              ? new DecimalType(precision, scale)
              : VarCharType.STRING_TYPE;
      case BIT -> precision == 1 ? new BooleanType() : VarCharType.STRING_TYPE;
      case DATE -> new DateType();
      case TIMESTAMP -> new LocalZonedTimestampType(6);
      case BINARY, GEOMETRY -> new VarBinaryType(VarBinaryType.MAX_LENGTH);
      case TIME, DATETIME, TEXT, ENUM, SET, JSON -> VarCharType.STRING_TYPE;
    };
  }
}
