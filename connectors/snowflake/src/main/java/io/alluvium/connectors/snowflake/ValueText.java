package io.alluvium.connectors.snowflake;

import java.io.Serializable;
import org.apache.flink.table.data.RowData;

/** Writes a value of a row into the file. */
@FunctionalInterface
interface ValueText extends Serializable {
  /** The value is not null. */
  void write(RowData row, CsvBuffer into) throws BadValueException;
}
