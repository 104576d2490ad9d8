package io.alluvium.cdc.postgres;

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
 * The types of bronze columns. What has no exact counterpart is kept as text, never approximated: a
 * {@code numeric} without precision (without the zeros at its end) or beyond 38 digits, a {@code
 * timestamp} without time zone ({@code 2024-05-01 12:00:00.5}; it is no instant), times, intervals,
 * JSON, arrays (as JSON) and types of the user's own.
 */
final class PostgresTypes {
  private static final int MODIFIER_OFFSET = 4;
  private static final int SCALE_BITS = 0x7ff;
  private static final int SCALE_SIGN = 0x400;

  private PostgresTypes() {}

  static LogicalType toFlink(SourceColumn column) {
    return switch (column.type()) {
      case "bool" -> new BooleanType();
      case "int2" -> new SmallIntType();
      case "int4" -> new IntType();
      case "int8", "oid" -> new BigIntType();
      case "float4" -> new FloatType();
      case "float8" -> new DoubleType();
      // The driver and Debezium take a single bit for a truth value.
      case "bit" -> column.modifier() == 1 ? new BooleanType() : VarCharType.STRING_TYPE;
      case "numeric" -> numeric(column.modifier());
      case "date" -> new DateType();
      case "timestamptz" -> new LocalZonedTimestampType(6);
      case "bytea" -> new VarBinaryType(VarBinaryType.MAX_LENGTH);
      default -> VarCharType.STRING_TYPE;
    };
  }

  private static LogicalType numeric(int modifier) {
    if (modifier < MODIFIER_OFFSET) {
      return VarCharType.STRING_TYPE;
    }
    int packed = modifier - MODIFIER_OFFSET;
    int precision = packed >> 16;
    // Eleven bits with a sign: from PostgreSQL 15 on a scale can be negative.
    int scale = ((packed & SCALE_BITS) ^ SCALE_SIGN) - SCALE_SIGN;
    boolean fits = precision <= DecimalType.MAX_PRECISION && scale >= 0 && scale <= precision;
    return fits ? new DecimalType(precision, scale) : VarCharType.STRING_TYPE;
  }
}
