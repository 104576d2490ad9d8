package io.alluvium.connectors.delta.kernel;

import io.alluvium.connectors.delta.DeltaException;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FieldMetadata;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.SmallIntType;
import org.apache.flink.table.types.logical.TinyIntType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * Delta's types and Flink's.
 *
 * <p>Delta keeps times in microseconds: {@code TIMESTAMP_LTZ(p)} becomes {@code timestamp} and
 * {@code TIMESTAMP(p)} becomes {@code timestamp_ntz} for p up to 6, and both are read back with
 * precision 6. Types that Delta lacks are refused, never approximated.
 */
@Internal
public final class DeltaTypes {
  private static final String COMMENT = "comment";
  private static final int MAX_TIMESTAMP_PRECISION = 6;

  private DeltaTypes() {}

  /** Fails with a {@link DeltaException} that names the column where Delta lacks its type. */
  public static void checkSupported(RowType rowType) {
    toStruct(rowType);
  }

  static RowType toRowType(StructType struct) {
    List<RowType.RowField> fields = new ArrayList<>();
    for (StructField field : struct.fields()) {
      LogicalType type = toFlink(field.getDataType(), field.getName());
      String comment = field.getMetadata().getString(COMMENT);
      fields.add(new RowType.RowField(field.getName(), type.copy(field.isNullable()), comment));
    }
    return new RowType(false, fields);
  }

  static StructType toStruct(RowType rowType) {
    List<StructField> fields = new ArrayList<>();
    for (RowType.RowField field : rowType.getFields()) {
      FieldMetadata metadata =
          field
              .getDescription()
              .map(text -> FieldMetadata.builder().putString(COMMENT, text).build())
              .orElse(FieldMetadata.empty());
      fields.add(
          new StructField(
              field.getName(),
              toDelta(field.getType(), field.getName()),
              field.getType().isNullable(),
              metadata));
    }
    return new StructType(fields);
  }

  private static LogicalType toFlink(DataType type, String column) {
    if (type instanceof BooleanType) {
      return new org.apache.flink.table.types.logical.BooleanType();
    } else if (type instanceof ByteType) {
      return new TinyIntType();
    } else if (type instanceof ShortType) {
      return new SmallIntType();
    } else if (type instanceof IntegerType) {
      return new org.apache.flink.table.types.logical.IntType();
    } else if (type instanceof LongType) {
      return new BigIntType();
    } else if (type instanceof FloatType) {
      return new org.apache.flink.table.types.logical.FloatType();
    } else if (type instanceof DoubleType) {
      return new org.apache.flink.table.types.logical.DoubleType();
    } else if (type instanceof StringType) {
      return VarCharType.STRING_TYPE;
    } else if (type instanceof BinaryType) {
      return new VarBinaryType(VarBinaryType.MAX_LENGTH);
    } else if (type instanceof DateType) {
      return new org.apache.flink.table.types.logical.DateType();
    } else if (type instanceof TimestampType) {
      return new LocalZonedTimestampType(MAX_TIMESTAMP_PRECISION);
    } else if (type instanceof TimestampNTZType) {
      return new org.apache.flink.table.types.logical.TimestampType(MAX_TIMESTAMP_PRECISION);
    } else if (type instanceof DecimalType decimal) {
      return new org.apache.flink.table.types.logical.DecimalType(
          decimal.getPrecision(), decimal.getScale());
    } else if (type instanceof ArrayType array) {
      return new org.apache.flink.table.types.logical.ArrayType(
          toFlink(array.getElementType(), column).copy(array.containsNull()));
    } else if (type instanceof MapType map) {
      return new org.apache.flink.table.types.logical.MapType(
          toFlink(map.getKeyType(), column).copy(false),
          toFlink(map.getValueType(), column).copy(map.isValueContainsNull()));
    } else if (type instanceof StructType struct) {
      return toRowType(struct).copy(true);
    }
    throw new DeltaException(
        "Column '"
            + column
            + "' has the Delta type "
            + type
            + ", which Flink cannot hold. Read the table without that column.");
  }

  static DataType toDelta(LogicalType type, String column) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> BooleanType.BOOLEAN;
      case TINYINT -> ByteType.BYTE;
      case SMALLINT -> ShortType.SHORT;
      case INTEGER -> IntegerType.INTEGER;
      case BIGINT -> LongType.LONG;
      case FLOAT -> FloatType.FLOAT;
      case DOUBLE -> DoubleType.DOUBLE;
      case DATE -> DateType.DATE;
      case VARCHAR -> {
        checkUnbounded(((VarCharType) type).getLength(), "STRING", type, column);
        yield StringType.STRING;
      }
      case VARBINARY -> {
        checkUnbounded(((VarBinaryType) type).getLength(), "BYTES", type, column);
        yield BinaryType.BINARY;
      }
      case DECIMAL -> {
        org.apache.flink.table.types.logical.DecimalType decimal =
            (org.apache.flink.table.types.logical.DecimalType) type;
        yield new DecimalType(decimal.getPrecision(), decimal.getScale());
      }
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
        checkPrecision(((LocalZonedTimestampType) type).getPrecision(), type, column);
        yield TimestampType.TIMESTAMP;
      }
      case TIMESTAMP_WITHOUT_TIME_ZONE -> {
        checkPrecision(
            ((org.apache.flink.table.types.logical.TimestampType) type).getPrecision(),
            type,
            column);
        yield TimestampNTZType.TIMESTAMP_NTZ;
      }
      case ARRAY -> {
        LogicalType element = type.getChildren().get(0);
        yield new ArrayType(toDelta(element, column), element.isNullable());
      }
      case MAP -> {
        LogicalType value = type.getChildren().get(1);
        yield new MapType(
            toDelta(type.getChildren().get(0), column), toDelta(value, column), value.isNullable());
      }
      case ROW -> toStruct((RowType) type);
      default -> throw unsupported(type, column, "Cast it, for example to STRING.");
    };
  }

  private static void checkUnbounded(int length, String use, LogicalType type, String column) {
    if (length != VarCharType.MAX_LENGTH) {
      throw unsupported(type, column, "Declare it as " + use + ": Delta keeps no length.");
    }
  }

  private static void checkPrecision(int precision, LogicalType type, String column) {
    if (precision > MAX_TIMESTAMP_PRECISION) {
      throw unsupported(type, column, "Declare a precision of 6 or less.");
    }
  }

  private static DeltaException unsupported(LogicalType type, String column, String remedy) {
    return new DeltaException(
        "Column '" + column + "' has the type " + type + ", which Delta lacks. " + remedy);
  }
}
