package io.alluvium.connectors.delta.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** The Parquet schema of a row type, as the Delta protocol asks for it. */
final class ParquetSchemas {
  static final int MAX_INT_DECIMAL_PRECISION = 9;
  static final int MAX_LONG_DECIMAL_PRECISION = 18;

  private ParquetSchemas() {}

  static MessageType toMessageType(RowType rowType) {
    return new MessageType("table", fields(rowType));
  }

  private static List<Type> fields(RowType rowType) {
    List<Type> fields = new ArrayList<>();
    for (RowType.RowField field : rowType.getFields()) {
      fields.add(toParquet(field.getName(), field.getType()));
    }
    return fields;
  }

  private static Type toParquet(String name, LogicalType type) {
    Type.Repetition repetition =
        type.isNullable() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED;
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> primitive(BOOLEAN, repetition).named(name);
      case TINYINT -> primitive(INT32, repetition).as(intType(8)).named(name);
      case SMALLINT -> primitive(INT32, repetition).as(intType(16)).named(name);
      case INTEGER -> primitive(INT32, repetition).named(name);
      case BIGINT -> primitive(INT64, repetition).named(name);
      case FLOAT -> primitive(FLOAT, repetition).named(name);
      case DOUBLE -> primitive(DOUBLE, repetition).named(name);
      case DATE -> primitive(INT32, repetition).as(dateType()).named(name);
      case VARCHAR -> primitive(BINARY, repetition).as(stringType()).named(name);
      case VARBINARY -> primitive(BINARY, repetition).named(name);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          primitive(INT64, repetition).as(timestampType(true, TimeUnit.MICROS)).named(name);
      case TIMESTAMP_WITHOUT_TIME_ZONE ->
          primitive(INT64, repetition).as(timestampType(false, TimeUnit.MICROS)).named(name);
      case DECIMAL -> decimal((DecimalType) type, repetition, name);
      case ARRAY ->
          Types.list(repetition)
              .element(toParquet("element", type.getChildren().get(0)))
              .named(name);
      case MAP ->
          Types.map(repetition)
              .key(toParquet("key", type.getChildren().get(0).copy(false)))
              .value(toParquet("value", type.getChildren().get(1)))
              .named(name);
      case ROW ->
          Types.buildGroup(repetition)
              .addFields(fields((RowType) type).toArray(new Type[0]))
              .named(name);
      default -> throw new IllegalArgumentException("No Parquet form of " + type);
    };
  }

  private static Types.PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> primitive(
      PrimitiveTypeName physical, Type.Repetition repetition) {
    return Types.primitive(physical, repetition);
  }

  private static Type decimal(DecimalType type, Type.Repetition repetition, String name) {
    int precision = type.getPrecision();
    Types.PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> builder;
    if (precision <= MAX_INT_DECIMAL_PRECISION) {
      builder = primitive(INT32, repetition);
    } else if (precision <= MAX_LONG_DECIMAL_PRECISION) {
      builder = primitive(INT64, repetition);
    } else {
      builder = primitive(FIXED_LEN_BYTE_ARRAY, repetition).length(decimalBytes(precision));
    }
    return builder.as(decimalType(type.getScale(), precision)).named(name);
  }

  /** The least number of bytes whose two's complement holds every value of the precision. */
  static int decimalBytes(int precision) {
    return (int) Math.ceil((precision * Math.log(10) / Math.log(2) + 1) / Byte.SIZE);
  }
}
