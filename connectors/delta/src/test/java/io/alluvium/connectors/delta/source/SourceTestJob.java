package io.alluvium.connectors.delta.source;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.sink.DeltaSink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.annotation.Nullable;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;

/** A job that reads a table, fails now and then, and appends what it read to another table. */
final class SourceTestJob {
  private static final RowType READ =
      RowType.of(
          new LogicalType[] {
            new IntType(),
            new BigIntType(),
            new BigIntType(),
            VarCharType.STRING_TYPE,
            new BigIntType()
          },
          new String[] {"kind", "id", "amount", "note", "version"});

  private static final AtomicInteger FAILURES = new AtomicInteger();

  private SourceTestJob() {}

  /** A row that came out of the source. */
  record Seen(RowKind kind, long id, String text, long version) {}

  static void failTimes(int failures) {
    FAILURES.set(failures);
  }

  static int failuresLeft() {
    return FAILURES.get();
  }

  /**
   * @param source of rows of {@link ChangedTable}, with the version after them
   * @param failEvery after how many rows of a task it fails, while failures are left
   */
  static JobGraph graph(
      DeltaSource source,
      String target,
      Path checkpoints,
      int parallelism,
      int failEvery,
      @Nullable String savepoint) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(20));
    configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.enableCheckpointing(60);
    environment.setParallelism(parallelism);
    DeltaSink.append(target, READ)
        .parallelism(1)
        .addTo(
            environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "source")
                .uid("source")
                .map(new FailingMapper(failEvery))
                .returns(InternalTypeInfo.of(READ))
                .uid("mapper"),
            "sink");
    JobGraph graph =
        environment
            .getStreamGraph()
            .getJobGraph(SourceTestJob.class.getClassLoader(), JobID.generate());
    if (savepoint != null) {
      graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint, false));
    }
    return graph;
  }

  static List<Seen> seen(String target) throws Exception {
    List<Seen> seen = new ArrayList<>();
    if (!DeltaTable.at(target).exists()) {
      return seen;
    }
    DeltaSnapshot snapshot = DeltaTable.at(target).snapshot();
    DataFileReader reader = new DataFileReader(target, READ);
    for (DataFile file : snapshot.files()) {
      try (CloseableIterator<RowData> rows = reader.read(file)) {
        rows.forEachRemaining(
            row ->
                seen.add(
                    new Seen(
                        RowKind.fromByteValue((byte) row.getInt(0)),
                        row.getLong(1),
                        row.getString(3).toString(),
                        row.getLong(4))));
      }
    }
    return seen;
  }

  private static final class FailingMapper extends RichMapFunction<RowData, RowData> {
    private static final long serialVersionUID = 1L;
    private static final int PAUSE_EVERY = 50;
    private static final long PAUSE_NANOS = 4_000_000;

    private final int failEvery;
    private transient int rows;

    FailingMapper(int failEvery) {
      this.failEvery = failEvery;
    }

    @Override
    public RowData map(RowData row) {
      rows++;
      if (rows % PAUSE_EVERY == 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      if (rows == failEvery && FAILURES.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IllegalStateException("induced failure after " + rows + " rows");
      }
      return GenericRowData.of(
          (int) row.getRowKind().toByteValue(),
          row.getLong(0),
          row.isNullAt(1) ? null : (Long) row.getLong(1),
          org.apache.flink.table.data.StringData.fromString(ChangedTable.text(row)),
          row.getLong(3));
    }
  }
}
