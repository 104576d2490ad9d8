package io.alluvium.connectors.delta.pages;

import java.util.function.Function;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.flink.table.data.columnar.vector.heap.HeapLongVector;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Chooses how values of a file become those of the type that is wanted. Beside the same type these
 * are the widenings that Delta allows.
 */
final class ValuesChoice {
  private static final int LONG_DECIMAL_DIGITS = 18;
  private static final int INT_DIGITS = 10;
  private static final int LONG_DIGITS = 20;

  private ValuesChoice() {}

  static Values of(PrimitiveType stored, LogicalType wanted) throws UnreadableFileException {
    PrimitiveTypeName name = stored.getPrimitiveTypeName();
    Values values =
        switch (wanted.getTypeRoot()) {
          case BOOLEAN -> name == PrimitiveTypeName.BOOLEAN ? new BooleanValues() : null;
          case TINYINT -> isIntUpTo(stored, Byte.SIZE) ? new ByteValues() : null;
          case SMALLINT -> isIntUpTo(stored, Short.SIZE) ? new ShortValues() : null;
          case INTEGER -> isIntUpTo(stored, Integer.SIZE) ? new IntValues() : null;
          case DATE ->
              name == PrimitiveTypeName.INT32 && !isIntegerAnnotated(stored)
                  ? new IntValues()
                  : null;
          case BIGINT -> longs(stored);
          case FLOAT -> name == PrimitiveTypeName.FLOAT ? new FloatValues() : null;
          case DOUBLE -> doubles(stored);
          case DECIMAL -> decimals(stored, (DecimalType) wanted);
          case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
              timestamps(stored, wanted.getTypeRoot());
          case CHAR, VARCHAR, BINARY, VARBINARY -> bytes(stored);
          default -> null;
        };
    if (values == null) {
      throw new UnreadableFileException(
          "column '" + stored.getName() + "' is " + stored + " and cannot be read as " + wanted);
    }
    return values;
  }

  private static boolean isIntUpTo(PrimitiveType stored, int bits) {
    if (stored.getPrimitiveTypeName() != PrimitiveTypeName.INT32 || !isPlainInteger(stored)) {
      return false;
    }
    return !(stored.getLogicalTypeAnnotation()
            instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation integer)
        || integer.getBitWidth() <= bits;
  }

  private static boolean isPlainInteger(PrimitiveType stored) {
    return stored.getLogicalTypeAnnotation() == null || isIntegerAnnotated(stored);
  }

  private static boolean isIntegerAnnotated(PrimitiveType stored) {
    return stored.getLogicalTypeAnnotation()
        instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation;
  }

  private static Values longs(PrimitiveType stored) {
    if (!isPlainInteger(stored)) {
      return null;
    }
    return switch (stored.getPrimitiveTypeName()) {
      case INT64 -> new LongValues(StoredLong.SAME, vector -> vector);
      case INT32 -> new LongValues(StoredLong.INT, vector -> vector);
      default -> null;
    };
  }

  private static Values doubles(PrimitiveType stored) {
    return switch (stored.getPrimitiveTypeName()) {
      case DOUBLE -> new DoubleValues(StoredDouble.SAME);
      case FLOAT -> new DoubleValues(StoredDouble.FLOAT);
      case INT32 -> isPlainInteger(stored) ? new DoubleValues(StoredDouble.INT) : null;
      default -> null;
    };
  }

  private static Values decimals(PrimitiveType stored, DecimalType wanted) {
    PrimitiveTypeName name = stored.getPrimitiveTypeName();
    int scale = 0;
    int digits;
    if (stored.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal) {
      scale = decimal.getScale();
      digits = decimal.getPrecision();
    } else if (name == PrimitiveTypeName.INT32 && isPlainInteger(stored)) {
      digits = INT_DIGITS;
    } else if (name == PrimitiveTypeName.INT64 && isPlainInteger(stored)) {
      digits = LONG_DIGITS;
    } else {
      return null;
    }
    if (scale > wanted.getScale() || digits - scale > wanted.getPrecision() - wanted.getScale()) {
      return null;
    }
    boolean fits = scale == wanted.getScale() && wanted.getPrecision() <= LONG_DECIMAL_DIGITS;
    Function<HeapLongVector, ColumnVector> view = LongDecimalVector::new;
    return switch (name) {
      case INT32 ->
          fits ? new LongValues(StoredLong.INT, view) : new DecimalValues(name, scale, wanted);
      case INT64 ->
          fits ? new LongValues(StoredLong.SAME, view) : new DecimalValues(name, scale, wanted);
      case BINARY, FIXED_LEN_BYTE_ARRAY -> new DecimalValues(name, scale, wanted);
      default -> null;
    };
  }

  private static Values timestamps(PrimitiveType stored, LogicalTypeRoot wanted) {
    StoredLong unit =
        switch (stored.getPrimitiveTypeName()) {
          case INT96 -> StoredLong.INT96;
          case INT64 -> unit(stored);
          case INT32 ->
              stored.getLogicalTypeAnnotation()
                          instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation
                      && wanted == LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE
                  ? StoredLong.DATE
                  : null;
          default -> null;
        };
    return unit == null ? null : new LongValues(unit, MicrosVector::new);
  }

  private static StoredLong unit(PrimitiveType stored) {
    if (!(stored.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp)) {
      return stored.getLogicalTypeAnnotation() == null ? StoredLong.SAME : null;
    }
    return switch (timestamp.getUnit()) {
      case MICROS -> StoredLong.SAME;
      case MILLIS -> StoredLong.MILLIS;
      case NANOS -> StoredLong.NANOS;
    };
  }

  private static Values bytes(PrimitiveType stored) {
    return switch (stored.getPrimitiveTypeName()) {
      case BINARY -> new BytesValues(0);
      case FIXED_LEN_BYTE_ARRAY -> new BytesValues(stored.getTypeLength());
      default -> null;
    };
  }
}
