package io.alluvium.connectors.delta.sink;

import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Writes a stream of rows to a Delta table, exactly once. */
@PublicEvolving
public final class DeltaSink {

  private DeltaSink() {}

  /** A sink that appends every row. Only {@code +I} rows are allowed. */
  public static Builder append(String tablePath, RowType rowType) {
    return new Builder();
  }

  /** A sink that keeps one row per primary key, following a changelog. */
  public static Builder upsert(String tablePath, RowType rowType, List<String> primaryKey) {
    return new Builder();
  }

  /** Collects the sink's settings. */
  public static final class Builder {

    /**
     * The stable identity of the sink, part of every transaction; unique among the sinks that write
     * the table and the same across restarts and upgrades of the job.
     */
    public Builder sinkId(String sinkId) {
      return this;
    }

    public Builder partitionBy(List<String> columns) {
      return this;
    }

    /** Table properties, used where the table is created. */
    public Builder properties(Map<String, String> properties) {
      return this;
    }

    /** Of the writers; the committer always has parallelism 1. */
    public Builder parallelism(int parallelism) {
      return this;
    }

    /**
     * Creates the table where it is absent, and adds the sink's operators to the stream, with uids
     * and names that begin with {@code uidPrefix}.
     */
    public void addTo(DataStream<RowData> rows, String uidPrefix) {
      throw new UnsupportedOperationException();
    }
  }
}
