package io.alluvium.cdc.capture;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.table.types.logical.RowType;

/**
 * A table of the source as its catalog describes it.
 *
 * @param columns the same names and types that its changes have
 * @param key columns of the primary key; empty where it has none
 */
public record CapturedTable(TableName name, RowType columns, List<String> key)
    implements Serializable {

  public CapturedTable {
    key = List.copyOf(key);
  }
}
