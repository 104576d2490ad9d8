package io.alluvium.cdc.pipeline;

import io.alluvium.cdc.capture.TableName;
import io.alluvium.cdc.capture.TablePattern;
import java.io.Serializable;

/**
 * Gives tables their names in the lake.
 *
 * @param sinkTable name of the bronze table
 * @param replaceSymbol stands in {@code sinkTable} for the source table's name; empty for none
 */
public record Route(TablePattern sourceTable, String sinkTable, String replaceSymbol)
    implements Serializable {

  String apply(TableName table) {
    return replaceSymbol.isEmpty() ? sinkTable : sinkTable.replace(replaceSymbol, table.table());
  }
}
