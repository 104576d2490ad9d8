package io.alluvium.ingest.jdbc;

import io.alluvium.ingest.bronze.BronzeColumn;
import java.io.Serializable;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * A column of a table or query.
 *
 * @param typeName of the database
 * @param type of the bronze column
 * @param collated whether the database compares its values by a collation
 * @param nullable whether it may be null, as far as the database says
 */
record JdbcColumn(
    String name, String typeName, LogicalType type, boolean collated, boolean nullable)
    implements Serializable {

  BronzeColumn toBronze() {
    return new BronzeColumn(name, type, "");
  }
}
