package io.alluvium.ingest.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Locale;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.SmallIntType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * The types of bronze columns, as the capture of databases has them: what has no exact counterpart
 * is kept as text, never approximated.
 */
final class JdbcTypes {
  private static final int UNSIGNED_BIGINT_DIGITS = 20;

  private JdbcTypes() {}

  static JdbcColumn column(ResultSetMetaData columns, int index, boolean postgres)
      throws SQLException {
    String typeName = columns.getColumnTypeName(index).toLowerCase(Locale.ROOT);
    LogicalType type =
        postgres
            ? postgres(typeName, columns.getPrecision(index), columns.getScale(index))
            : standard(columns, index, typeName);
    boolean bits =
        columns.getColumnType(index) == Types.BIT && type.is(LogicalTypeRoot.VARCHAR) && !postgres;
    return new JdbcColumn(
        columns.getColumnLabel(index),
        bits ? JdbcValues.BITS + columns.getPrecision(index) : typeName,
        type.copy(true),
        isCollated(columns.getColumnType(index), typeName),
        columns.isNullable(index) != ResultSetMetaData.columnNoNulls);
  }

  private static boolean isCollated(int type, String typeName) {
    return switch (type) {
      case Types.CHAR,
          Types.VARCHAR,
          Types.LONGVARCHAR,
          Types.NCHAR,
          Types.NVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB,
          Types.NCLOB ->
          true;
      default -> typeName.equals("citext");
    };
  }

  private static LogicalType postgres(String typeName, int precision, int scale) {
    return switch (typeName) {
      case "bool" -> new BooleanType();
      case "bit" -> precision == 1 ? new BooleanType() : VarCharType.STRING_TYPE;
      case "int2", "smallserial" -> new SmallIntType();
      case "int4", "serial" -> new IntType();
      case "int8", "oid", "bigserial" -> new BigIntType();
      case "float4" -> new FloatType();
      case "float8" -> new DoubleType();
      case "numeric" -> decimal(precision, scale);
      case "date" -> new DateType();
      case "timestamptz" -> new LocalZonedTimestampType(6);
      case "bytea" -> new VarBinaryType(VarBinaryType.MAX_LENGTH);
      default -> VarCharType.STRING_TYPE;
    };
  }

  private static LogicalType standard(ResultSetMetaData columns, int index, String typeName)
      throws SQLException {
    boolean unsigned = typeName.contains("unsigned");
    return switch (columns.getColumnType(index)) {
      case Types.BOOLEAN -> new BooleanType();
      case Types.BIT ->
          columns.getPrecision(index) <= 1 ? new BooleanType() : VarCharType.STRING_TYPE;
      case Types.TINYINT -> new SmallIntType();
      case Types.SMALLINT -> unsigned ? new IntType() : new SmallIntType();
      case Types.INTEGER -> unsigned ? new BigIntType() : new IntType();
      case Types.BIGINT -> unsigned ? new DecimalType(UNSIGNED_BIGINT_DIGITS, 0) : new BigIntType();
      case Types.REAL -> new FloatType();
      case Types.FLOAT, Types.DOUBLE -> new DoubleType();
      case Types.DECIMAL, Types.NUMERIC ->
          decimal(columns.getPrecision(index), columns.getScale(index));
      case Types.DATE -> typeName.equals("year") ? new SmallIntType() : new DateType();
      case Types.TIMESTAMP_WITH_TIMEZONE -> new LocalZonedTimestampType(6);
      // MySQL's timestamp is an instant, its datetime is not.
      case Types.TIMESTAMP ->
          typeName.equals("timestamp") ? new LocalZonedTimestampType(6) : VarCharType.STRING_TYPE;
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
          new VarBinaryType(VarBinaryType.MAX_LENGTH);
      default -> VarCharType.STRING_TYPE;
    };
  }

  private static LogicalType decimal(int precision, int scale) {
    boolean fits =
        precision > 0 && precision <= DecimalType.MAX_PRECISION && scale >= 0 && scale <= precision;
    return fits ? new DecimalType(precision, scale) : VarCharType.STRING_TYPE;
  }
}
