package io.alluvium.cdc.debezium;

import io.debezium.time.Date;
import io.debezium.time.ZonedTimestamp;
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
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;

/**
 * The types of columns in change events. What has no exact counterpart is text: times without a
 * zone, JSON, lists, numbers of any precision.
 */
final class ConnectTypes {
  private static final String PRECISION = "connect.decimal.precision";

  private ConnectTypes() {}

  static LogicalType of(Schema schema) {
    String name = schema.name();
    if (name == null) {
      return plain(schema.type());
    }
    return switch (name) {
      case Date.SCHEMA_NAME -> new DateType();
      case ZonedTimestamp.SCHEMA_NAME -> new LocalZonedTimestampType(6);
      case Decimal.LOGICAL_NAME -> decimal(schema);
      default -> VarCharType.STRING_TYPE;
    };
  }

  private static LogicalType plain(Schema.Type type) {
    return switch (type) {
      case BOOLEAN -> new BooleanType();
      case INT8, INT16 -> new SmallIntType();
      case INT32 -> new IntType();
      case INT64 -> new BigIntType();
      case FLOAT32 -> new FloatType();
      case FLOAT64 -> new DoubleType();
      case BYTES -> new VarBinaryType(VarBinaryType.MAX_LENGTH);
      default -> VarCharType.STRING_TYPE;
    };
  }

  private static LogicalType decimal(Schema schema) {
    String precision = schema.parameters().get(PRECISION);
    if (precision == null) {
      return VarCharType.STRING_TYPE;
    }
    int digits = Integer.parseInt(precision);
    int scale = Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
    boolean fits = digits <= DecimalType.MAX_PRECISION && scale >= 0 && scale <= digits;
    return fits ? new DecimalType(digits, scale) : VarCharType.STRING_TYPE;
  }
}
