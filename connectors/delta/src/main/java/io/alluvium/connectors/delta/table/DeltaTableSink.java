package io.alluvium.connectors.delta.table;

import io.alluvium.connectors.delta.sink.DeltaSink;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.abilities.SupportsOverwrite;
import org.apache.flink.table.connector.sink.abilities.SupportsPartitioning;
import org.apache.flink.table.data.RowData;

/** Writes the rows of a SQL statement into a Delta table. */
final class DeltaTableSink implements DynamicTableSink, SupportsOverwrite, SupportsPartitioning {
  private final SinkSettings settings;
  private boolean overwrite;
  private Map<String, String> partition = Map.of();

  DeltaTableSink(SinkSettings settings) {
    this.settings = settings;
  }

  @Override
  public ChangelogMode getChangelogMode(ChangelogMode requested) {
    if (settings.holdsPartitions() || settings.keepsHistory()) {
      return ChangelogMode.all();
    }
    return settings.isAppend() ? ChangelogMode.insertOnly() : ChangelogMode.upsert();
  }

  @Override
  public void applyOverwrite(boolean newOverwrite) {
    overwrite = newOverwrite;
  }

  /** The planner puts the values into the rows as well. */
  @Override
  public void applyStaticPartition(Map<String, String> newPartition) {
    partition = new LinkedHashMap<>(newPartition);
  }

  @Override
  public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
    DeltaSink.Builder sink = settings.sink();
    if (overwrite) {
      sink.overwrite(settings.overwrite(partition, context.isBounded()));
    }
    if (settings.holdsPartitions() && !context.isBounded()) {
      sink.hold(settings.hold(overwrite));
    }
    settings.history(context.isBounded()).ifPresent(sink::history);
    return new DataStreamSinkProvider() {
      @Override
      public DataStreamSink<?> consumeDataStream(
          ProviderContext provider, DataStream<RowData> rows) {
        return sink.addTo(rows, settings.name(), provider::generateUid);
      }
    };
  }

  @Override
  public DynamicTableSink copy() {
    DeltaTableSink copy = new DeltaTableSink(settings);
    copy.overwrite = overwrite;
    copy.partition = partition;
    return copy;
  }

  @Override
  public String asSummaryString() {
    return "Delta table " + settings.tablePath();
  }
}
