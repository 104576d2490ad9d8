package io.alluvium.models.project;

import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;

/** Reads types as they are written in a project. */
public final class SqlTypes {
  private SqlTypes() {}

  /** Of a column whose type is given. */
  public static LogicalType parse(ColumnProperties column) {
    return parse(column.type().orElseThrow(), Origin.of(column.definition()));
  }

  public static LogicalType parse(String type, Origin origin) {
    try {
      return LogicalTypeParser.parse(type, SqlTypes.class.getClassLoader());
    } catch (ValidationException e) {
      throw origin.error(
          "'"
              + type
              + "' is no type of Flink SQL; write for example STRING, BIGINT or"
              + " TIMESTAMP_LTZ(6)");
    }
  }
}
