package io.alluvium.connectors.cosmos;

import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;

/** A container of Cosmos DB as the target of an INSERT. */
@Internal
final class CosmosDynamicTableSink implements DynamicTableSink {
  private final CosmosSinkConfig config;
  private final CosmosTable table;
  private final Optional<Integer> parallelism;

  CosmosDynamicTableSink(
      CosmosSinkConfig config, CosmosTable table, Optional<Integer> parallelism) {
    this.config = config;
    this.table = table;
    this.parallelism = parallelism;
  }

  @Override
  public ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
    return ChangelogMode.newBuilder()
        .addContainedKind(RowKind.INSERT)
        .addContainedKind(RowKind.UPDATE_AFTER)
        .addContainedKind(RowKind.DELETE)
        .build();
  }

  @Override
  public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
    return new DataStreamSinkProvider() {
      @Override
      public DataStreamSink<?> consumeDataStream(
          ProviderContext providerContext, DataStream<RowData> rows) {
        return addTo(providerContext, rows);
      }
    };
  }

  private DataStreamSink<RowData> addTo(ProviderContext providerContext, DataStream<RowData> rows) {
    CosmosTable keys = table;
    int tasks = parallelism.orElse(rows.getParallelism());
    // By key, so that the changes of a row stay in order whatever the parallelism above. To one
    // task all come anyway, and where they come from one they need not leave its thread.
    DataStream<RowData> ordered = tasks == 1 ? rows : rows.keyBy(keys::place, Types.STRING);
    DataStreamSink<RowData> sink = ordered.sinkTo(new CosmosSink(config, table));
    sink.name("cosmos: " + config.table());
    sink.setParallelism(tasks);
    providerContext.generateUid("cosmos-writer").ifPresent(sink::uid);
    return sink;
  }

  @Override
  public DynamicTableSink copy() {
    return new CosmosDynamicTableSink(config, table, parallelism);
  }

  @Override
  public String asSummaryString() {
    return "cosmos";
  }
}
