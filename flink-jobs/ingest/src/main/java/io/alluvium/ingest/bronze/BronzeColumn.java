package io.alluvium.ingest.bronze;

import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * A column of a bronze table.
 *
 * @param name of the column; the names of metadata columns, and only these, begin with {@code _}
 * @param type of its values, always nullable: bronze takes what arrives
 * @param description what it holds, kept in the table's schema
 */
public record BronzeColumn(String name, LogicalType type, String description)
    implements Serializable {
  public BronzeColumn {
    Objects.requireNonNull(name);
    Objects.requireNonNull(description);
    type = type.copy(true);
  }
}
