package io.alluvium.connectors.delta.table;

import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Aggregates that the log alone told. */
record Aggregate(List<RowData> rows, RowType type) {}
