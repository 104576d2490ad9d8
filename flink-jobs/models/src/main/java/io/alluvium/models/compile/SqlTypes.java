package io.alluvium.models.compile;

import io.alluvium.models.project.ColumnProperties;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;

/** Reads types as they are written in YAML. */
final class SqlTypes {
  private SqlTypes() {}

  static LogicalType parse(ColumnProperties column) {
    String type = column.type().orElseThrow();
    try {
      return LogicalTypeParser.parse(type, SqlTypes.class.getClassLoader());
    } catch (ValidationException e) {
      throw column
          .definition()
          .error(
              "'"
                  + type
                  + "' is no type of Flink SQL; write for example STRING, BIGINT or"
                  + " TIMESTAMP_LTZ(6)");
    }
  }
}
