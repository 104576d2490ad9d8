package io.alluvium.connectors.redis;

import java.util.function.Supplier;
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

/** A Redis table as the target of an INSERT. */
@Internal
final class RedisDynamicTableSink implements DynamicTableSink {
  private final Supplier<RedisTable> table;

  /**
   * @param table checks the options when asked
   */
  RedisDynamicTableSink(Supplier<RedisTable> table) {
    this.table = table;
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
    RedisTable checked = table.get();
    return new DataStreamSinkProvider() {
      @Override
      public DataStreamSink<?> consumeDataStream(
          ProviderContext providerContext, DataStream<RowData> rows) {
        return addTo(checked, providerContext, rows);
      }
    };
  }

  private static DataStreamSink<RowData> addTo(
      RedisTable table, ProviderContext providerContext, DataStream<RowData> rows) {
    RowHash rowHash = table.rowHash();
    // By key, so that the changes of a row stay in order whatever the parallelism above.
    DataStreamSink<RowData> sink =
        rows.keyBy(rowHash::key, Types.STRING).sinkTo(new RedisSink(table.config(), rowHash));
    sink.name("redis: " + table.config().keyPrefix());
    sink.setParallelism(table.parallelism().orElse(rows.getParallelism()));
    providerContext.generateUid("redis-writer").ifPresent(sink::uid);
    return sink;
  }

  @Override
  public DynamicTableSink copy() {
    return new RedisDynamicTableSink(table);
  }

  @Override
  public String asSummaryString() {
    return "redis";
  }
}
