package io.alluvium.cdc.mysql;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.annotation.Nullable;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.DecimalType;

/** How a query gives a column's values, which then are what the binary log gives of them. */
final class SnapshotColumn {
  private final String expression;
  private final Reader reader;

  private SnapshotColumn(String expression, Reader reader) {
    this.expression = expression;
    this.reader = reader;
  }

  private interface Reader {
    Object read(ResultSet row, int index) throws SQLException;
  }

  static SnapshotColumn of(MySqlColumn column) {
    String name = Identifiers.quote(column.name());
    return switch (column.kind()) {
      case TINYINT, YEAR -> new SnapshotColumn(name, text(Short::valueOf));
      case SMALLINT -> new SnapshotColumn(name, smallInt(column));
      case MEDIUMINT -> new SnapshotColumn(name, text(Integer::valueOf));
      case INT ->
          new SnapshotColumn(
              name, column.unsigned() ? text(Long::valueOf) : text(Integer::valueOf));
      case BIGINT ->
          new SnapshotColumn(
              name, column.unsigned() ? decimal((DecimalType) column.type()) : text(Long::valueOf));
      // A float by itself is written with six digits.
      case FLOAT -> new SnapshotColumn("(" + name + " + 0e0)", text(Float::valueOf));
      case DOUBLE -> new SnapshotColumn(name, text(Double::valueOf));
      case DECIMAL ->
          new SnapshotColumn(
              name,
              column.type() instanceof DecimalType type
                  ? decimal(type)
                  : text(StringData::fromString));
      case BIT -> new SnapshotColumn("BIN(" + name + " + 0)", bits(column.precision()));
      case DATE -> new SnapshotColumn(characters(name), text(Temporal::date));
      case TIMESTAMP -> new SnapshotColumn(characters(name), text(Temporal::instant));
      case TIME, DATETIME, ENUM, SET, JSON ->
          new SnapshotColumn(characters(name), text(StringData::fromString));
      case TEXT -> new SnapshotColumn(name, text(StringData::fromString));
      case BINARY, GEOMETRY -> new SnapshotColumn(name, ResultSet::getBytes);
    };
  }

  private static String characters(String name) {
    return "CAST(" + name + " AS CHAR)";
  }

  private interface Parser {
    Object parse(String text);
  }

  private static Reader text(Parser parser) {
    return (row, index) -> {
      String text = row.getString(index);
      return text == null ? null : parser.parse(text);
    };
  }

  private static Reader smallInt(MySqlColumn column) {
    return column.unsigned() ? text(Integer::valueOf) : text(Short::valueOf);
  }

  private static Reader decimal(DecimalType type) {
    return text(
        text ->
            DecimalData.fromBigDecimal(new BigDecimal(text), type.getPrecision(), type.getScale()));
  }

  private static Reader bits(int count) {
    if (count == 1) {
      return text("1"::equals);
    }
    return text(
        text -> StringData.fromString("0".repeat(Math.max(0, count - text.length())) + text));
  }

  /** What to select. */
  String expression() {
    return expression;
  }

  /** The value in Flink's internal form, or {@link Unfit}. */
  @Nullable
  Object read(ResultSet row, int index) throws SQLException {
    return reader.read(row, index);
  }
}
