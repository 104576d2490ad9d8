package io.alluvium.connectors.delta.kernel;

import io.alluvium.connectors.delta.DeltaException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.RowType;

/**
 * What is needed to create a Delta table.
 *
 * @param rowType the columns, in order; a field's description becomes the column's comment
 * @param partitionColumns names of columns of {@code rowType}; may be empty
 * @param primaryKey names of columns of {@code rowType}; empty for a table without a key. Kept in
 *     the table property {@value #PRIMARY_KEY_PROPERTY}, since the protocol has no place for it
 * @param properties table properties
 * @param comment may be empty
 */
@Internal
public record TableDescription(
    RowType rowType,
    List<String> partitionColumns,
    List<String> primaryKey,
    Map<String, String> properties,
    String comment)
    implements Serializable {

  /** Table property that holds the primary key's columns, separated by commas. */
  public static final String PRIMARY_KEY_PROPERTY = "alluvium.primary-key";

  /** Table property that holds the table's comment; Kernel cannot write the protocol's field. */
  public static final String COMMENT_PROPERTY = "comment";

  private static final String SEPARATOR = ",";

  public TableDescription {
    partitionColumns = List.copyOf(partitionColumns);
    primaryKey = List.copyOf(primaryKey);
    properties = Map.copyOf(properties);
    for (String column : primaryKey) {
      requireColumn(rowType, column, "primary key");
    }
    for (String column : partitionColumns) {
      requireColumn(rowType, column, "partition");
    }
  }

  private static void requireColumn(RowType rowType, String column, String role) {
    if (!rowType.getFieldNames().contains(column)) {
      throw new DeltaException(
          "The " + role + " column '" + column + "' is not among " + rowType.getFieldNames() + ".");
    }
    if (column.contains(SEPARATOR)) {
      throw new DeltaException(
          "The " + role + " column '" + column + "' has a comma in its name. Rename it.");
    }
  }

  /** The table's properties with those that hold the key and the comment. */
  Map<String, String> allProperties() {
    Map<String, String> all = new HashMap<>(properties);
    if (!primaryKey.isEmpty()) {
      all.put(PRIMARY_KEY_PROPERTY, formatPrimaryKey(primaryKey));
    }
    if (!comment.isEmpty()) {
      all.put(COMMENT_PROPERTY, comment);
    }
    return all;
  }

  static String formatPrimaryKey(List<String> columns) {
    return String.join(SEPARATOR, columns);
  }

  static List<String> parsePrimaryKey(Map<String, String> properties) {
    String columns = properties.get(PRIMARY_KEY_PROPERTY);
    return columns == null ? List.of() : List.of(columns.split(SEPARATOR));
  }
}
