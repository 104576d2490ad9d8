package io.alluvium.connectors.postgres;

import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.table.types.logical.RowType;

/**
 * A table and its columns, as they were at a change. Rows of one schema come with one instance,
 * until the table changes or the reader starts anew: comparing by reference first is quick.
 *
 * @param columns all nullable
 * @param primaryKey indexes of the columns; empty where there is none
 */
@PublicEvolving
public record TableSchema(TableName table, RowType columns, List<Integer> primaryKey) {

  public TableSchema {
    primaryKey = List.copyOf(primaryKey);
  }
}
