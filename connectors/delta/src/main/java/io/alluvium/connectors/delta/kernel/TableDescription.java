package io.alluvium.connectors.delta.kernel;

import java.io.Serializable;
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
}
