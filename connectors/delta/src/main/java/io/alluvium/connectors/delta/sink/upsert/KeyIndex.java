package io.alluvium.connectors.delta.sink.upsert;

import org.apache.flink.table.data.binary.BinaryRowData;

/** Knows for each primary key of this subtask where its row is. */
interface KeyIndex {

  /** Returns {@link RowLocation#ABSENT} where there is no row. */
  long get(BinaryRowData key) throws Exception;

  /** The key must not be changed afterwards. */
  void put(BinaryRowData key, long location) throws Exception;

  /** Returns what {@link #get} did before. */
  long replace(BinaryRowData key, long location) throws Exception;

  void remove(BinaryRowData key) throws Exception;
}
