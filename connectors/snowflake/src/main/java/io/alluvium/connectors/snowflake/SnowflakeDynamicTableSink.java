package io.alluvium.connectors.snowflake;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Snowflake table as the target of an INSERT. */
@Internal
final class SnowflakeDynamicTableSink implements DynamicTableSink {
  private static final Logger LOG = LoggerFactory.getLogger(SnowflakeDynamicTableSink.class);

  private final SnowflakeTarget target;

  SnowflakeDynamicTableSink(SnowflakeTarget target) {
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
    return new DataStreamSinkProvider() {
      @Override
      public DataStreamSink<?> consumeDataStream(
          ProviderContext providerContext, DataStream<RowData> rows) {
        check(rows.getExecutionEnvironment());
        return addTo(providerContext, rows);
      }
    };
  }

  private void check(StreamExecutionEnvironment environment) {
    String table = target.config().layout().fullName();
    if (environment.getConfiguration().get(ExecutionOptions.RUNTIME_MODE)
        == RuntimeExecutionMode.BATCH) {
      throw new ValidationException(
          "Snowflake table "
              + table
              + " is written in streaming mode only: set 'execution.runtime-mode' = 'streaming'.");
    }
    if (!environment.getCheckpointConfig().isCheckpointingEnabled()) {
      // A job whose input ends needs none.
      LOG.warn(
          "Snowflake table {} is written when the input ends, for there are no checkpoints: set"
              + " 'execution.checkpointing.interval'.",
          table);
    }
  }

  private DataStreamSink<RowData> addTo(ProviderContext providerContext, DataStream<RowData> rows) {
    String table = target.config().layout().view();
    // One task: each further one adds its own statements to every flush.
    int parallelism = target.parallelism().orElse(1);
    SingleOutputStreamOperator<RowData> applied =
        byKey(rows, parallelism)
            .transform(
                "snowflake: " + table,
                rows.getType(),
                new BatchApplier(
                    target.config(),
                    target.version(),
                    target.schedule(),
                    endsWithCheckpoint(rows.getExecutionEnvironment()),
                    BatchApplier.MOST_PENDING))
            .setParallelism(parallelism);
    providerContext.generateUid("snowflake-batches").ifPresent(applied::uid);
    // Nothing comes out; a sink ends the job's graph.
    DataStreamSink<RowData> sink = applied.sinkTo(new DiscardingSink<>());
    sink.name("snowflake: " + table + " end");
    sink.setParallelism(parallelism);
    providerContext.generateUid("snowflake-end").ifPresent(sink::uid);
    return sink;
  }

  private static boolean endsWithCheckpoint(StreamExecutionEnvironment environment) {
    return environment.getCheckpointConfig().isCheckpointingEnabled()
        && environment
            .getConfiguration()
            .get(CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH);
  }

  /** One task gets all as it is, and in the thread of what is before it where that is one too. */
  private DataStream<RowData> byKey(DataStream<RowData> rows, int parallelism) {
    return parallelism == 1
        ? rows
        : rows.partitionCustom(KeyHash::task, new KeyHashSelector(target.config().layout()));
  }

  @Override
  public DynamicTableSink copy() {
    return new SnowflakeDynamicTableSink(target);
  }

  @Override
  public String asSummaryString() {
    return "snowflake";
  }
}
