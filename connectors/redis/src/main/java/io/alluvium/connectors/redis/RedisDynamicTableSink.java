package io.alluvium.connectors.redis;

import java.util.Optional;
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
  private final Supplier<Target> target;

  /** What the options say. */
  record Target(RedisSinkConfig config, RedisTable table, Optional<Integer> parallelism) {}

  /**
   * @param target checks the options when asked
   */
  RedisDynamicTableSink(Supplier<Target> target) {
    this.target = target;
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
    Target checked = target.get();
    return new DataStreamSinkProvider() {
      @Override
      public DataStreamSink<?> consumeDataStream(
          ProviderContext providerContext, DataStream<RowData> rows) {
        return addTo(checked, providerContext, rows);
      }
    };
  }

  private static DataStreamSink<RowData> addTo(
      Target target, ProviderContext providerContext, DataStream<RowData> rows) {
    RedisTable table = target.table();
    int parallelism = target.parallelism().orElse(rows.getParallelism());
    // By key, so that the changes of a row stay in order whatever the parallelism above. To one
    // task all come anyway, and where they come from one they need not leave its thread.
    DataStream<RowData> ordered = parallelism == 1 ? rows : rows.keyBy(table::place, Types.STRING);
    DataStreamSink<RowData> sink = ordered.sinkTo(new RedisSink(target.config(), table));
    sink.name("redis: " + target.config().table());
    sink.setParallelism(parallelism);
    providerContext.generateUid("redis-writer").ifPresent(sink::uid);
    return sink;
  }

  @Override
  public DynamicTableSink copy() {
    return new RedisDynamicTableSink(target);
  }

  @Override
  public String asSummaryString() {
    return "redis";
  }
}
