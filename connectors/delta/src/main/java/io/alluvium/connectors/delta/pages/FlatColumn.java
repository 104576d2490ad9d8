package io.alluvium.connectors.delta.pages;

import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * A column to read from a file: a top-level one, or a field of (nested) structs.
 *
 * @param path names in the file, the top-level column first
 * @param fieldIds of the path's columns in the file, by which they are found; null where they are
 *     found by name
 * @param type of the values that are wanted; not an array, a map or a row
 */
@Internal
public record FlatColumn(List<String> path, @Nullable List<Integer> fieldIds, LogicalType type) {

  public FlatColumn {
    path = List.copyOf(path);
    fieldIds = fieldIds == null ? null : List.copyOf(fieldIds);
  }

  /** Whether columns of that type can be read by {@link FlatFileReader}. */
  public static boolean canHold(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN,
          TINYINT,
          SMALLINT,
          INTEGER,
          BIGINT,
          FLOAT,
          DOUBLE,
          DECIMAL,
          DATE,
          TIMESTAMP_WITHOUT_TIME_ZONE,
          TIMESTAMP_WITH_LOCAL_TIME_ZONE,
          CHAR,
          VARCHAR,
          BINARY,
          VARBINARY ->
          true;
      default -> false;
    };
  }
}
