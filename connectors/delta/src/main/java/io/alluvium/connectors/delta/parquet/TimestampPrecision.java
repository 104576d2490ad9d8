package io.alluvium.connectors.delta.parquet;

import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.TimestampType;

/** Number of digits of a timestamp type's fraction of a second. */
final class TimestampPrecision {

  private TimestampPrecision() {}

  static int of(LogicalType type) {
    return type instanceof TimestampType timestamp
        ? timestamp.getPrecision()
        : ((LocalZonedTimestampType) type).getPrecision();
  }
}
