package io.alluvium.connectors.delta.table;

import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.data.RowData;

/** Writes the result of a SQL query into a Delta table. */
final class DeltaTableSink implements DynamicTableSink {
  private final SinkSettings settings;

  DeltaTableSink(SinkSettings settings) {
    this.settings = settings;
  }

  @Override
  public ChangelogMode getChangelogMode(ChangelogMode requested) {
    return settings.isAppend() ? ChangelogMode.insertOnly() : ChangelogMode.upsert();
  }

  @Override
  public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
    return new DataStreamSinkProvider() {
      @Override
      public DataStreamSink<?> consumeDataStream(
          ProviderContext provider, DataStream<RowData> rows) {
        return settings.sink().addTo(rows, settings.name(), provider::generateUid);
      }
    };
  }

  @Override
  public DynamicTableSink copy() {
    return new DeltaTableSink(settings);
  }

  @Override
  public String asSummaryString() {
    return "Delta table " + settings.tablePath();
  }
}
