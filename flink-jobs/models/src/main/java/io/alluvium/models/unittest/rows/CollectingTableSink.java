package io.alluvium.models.unittest.rows;

import org.apache.flink.streaming.api.functions.sink.SinkFunction;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkFunctionProvider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/** Takes what the table of a model would take, and keeps it for the test. */
final class CollectingTableSink implements DynamicTableSink {
  private final DataType type;
  private final Takes takes;

  /** The changes that a table takes. */
  enum Takes {
    /** Any. */
    ALL,
    /** The new row of a key, or that it is deleted. */
    UPSERTS,
    /** New rows only. */
    INSERTS
  }

  CollectingTableSink(DataType type, Takes takes) {
    this.type = type;
    this.takes = takes;
  }

  @Override
  public ChangelogMode getChangelogMode(ChangelogMode requested) {
    return switch (takes) {
      case ALL -> requested;
      case UPSERTS -> ChangelogMode.upsert();
      case INSERTS -> ChangelogMode.insertOnly();
    };
  }

  // One task, so that changes of a key are seen in the order in which they come. Without a key the
  // planner would not know how to bring them to one, and their order does not matter.
  @SuppressWarnings("deprecation")
  @Override
  public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
    SinkFunction<RowData> rows = new CollectingFunction(context.createDataStructureConverter(type));
    return SinkFunctionProvider.of(rows, takes == Takes.ALL ? null : 1);
  }

  @Override
  public DynamicTableSink copy() {
    return new CollectingTableSink(type, takes);
  }

  @Override
  public String asSummaryString() {
    return "collected rows";
  }
}
