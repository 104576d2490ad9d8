package io.alluvium.cdc.mysql;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Columns as {@code information_schema.columns} describes them. */
final class CatalogColumns {
  private static final Pattern NUMBERS = Pattern.compile("\\((\\d+)(?:,(\\d+))?\\)");

  private CatalogColumns() {}

  /**
   * @param dataType such as {@code decimal}
   * @param columnType such as {@code decimal(10,2) unsigned}
   * @throws IllegalArgumentException where it cannot be captured
   */
  static MySqlColumn column(String name, String dataType, String columnType) {
    String type = columnType.toLowerCase(Locale.ROOT);
    return switch (dataType.toLowerCase(Locale.ROOT)) {
      case "tinyint" -> integer(name, ColumnKind.TINYINT, type);
      case "smallint" -> integer(name, ColumnKind.SMALLINT, type);
      case "mediumint" -> integer(name, ColumnKind.MEDIUMINT, type);
      case "int" -> integer(name, ColumnKind.INT, type);
      case "bigint" -> integer(name, ColumnKind.BIGINT, type);
      case "float" -> MySqlColumn.of(name, ColumnKind.FLOAT);
      case "double" -> MySqlColumn.of(name, ColumnKind.DOUBLE);
      case "decimal" -> numbered(name, ColumnKind.DECIMAL, type, false);
      case "bit" -> numbered(name, ColumnKind.BIT, type, true);
      case "year" -> MySqlColumn.of(name, ColumnKind.YEAR);
      case "date" -> MySqlColumn.of(name, ColumnKind.DATE);
      case "time" -> MySqlColumn.of(name, ColumnKind.TIME);
      case "datetime" -> MySqlColumn.of(name, ColumnKind.DATETIME);
      case "timestamp" -> MySqlColumn.of(name, ColumnKind.TIMESTAMP);
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" ->
          MySqlColumn.of(name, ColumnKind.TEXT);
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
          MySqlColumn.of(name, ColumnKind.BINARY);
      case "enum" -> MySqlColumn.of(name, ColumnKind.ENUM);
      case "set" -> MySqlColumn.of(name, ColumnKind.SET);
      case "json" -> MySqlColumn.of(name, ColumnKind.JSON);
      case "geometry",
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geometrycollection",
          "geomcollection" ->
          MySqlColumn.of(name, ColumnKind.GEOMETRY);
      default ->
          throw new IllegalArgumentException(
              "its type " + columnType + " is not one that can be captured");
    };
  }

  private static MySqlColumn integer(String name, ColumnKind kind, String type) {
    return new MySqlColumn(name, kind, type.contains("unsigned"), 0, 0);
  }

  private static MySqlColumn numbered(String name, ColumnKind kind, String type, boolean unsigned) {
    Matcher numbers = NUMBERS.matcher(type);
    if (!numbers.find()) {
      throw new IllegalArgumentException("its type " + type + " has no precision");
    }
    int scale = numbers.group(2) == null ? 0 : Integer.parseInt(numbers.group(2));
    return new MySqlColumn(name, kind, unsigned, Integer.parseInt(numbers.group(1)), scale);
  }
}
