package io.alluvium.ingest.deadletters;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.table.types.logical.RowType;

/**
 * An inlet whose dead letters can be replayed: every kind of inlet makes one of its definition.
 * Part of a job's graph.
 */
public interface ReplayableInlet extends Serializable {
  /** As in the letters. */
  String inlet();

  /** The table that the inlet fills, as {@code layer.table}. */
  String table();

  RowType rowType();

  /** Columns that the table is partitioned by. */
  List<String> partitionColumns();

  DeadLetterDecoder newDecoder();
}
