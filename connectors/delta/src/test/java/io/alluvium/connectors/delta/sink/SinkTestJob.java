package io.alluvium.connectors.delta.sink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;

/** A job that writes numbered rows through a sink, at a pace that lets checkpoints happen. */
public final class SinkTestJob {
  static final RowType ROW_TYPE =
      RowType.of(
          new org.apache.flink.table.types.logical.LogicalType[] {
            new BigIntType(false), new BigIntType(), VarCharType.STRING_TYPE
          },
          new String[] {"id", "amount", "note"});

  private SinkTestJob() {}

  public static StreamExecutionEnvironment environment(Path checkpoints, int parallelism) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 20);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
    configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(parallelism);
    environment.enableCheckpointing(100);
    return environment;
  }

  static JobGraph jobGraph(StreamExecutionEnvironment environment, String savepoint) {
    JobGraph graph =
        environment
            .getStreamGraph()
            .getJobGraph(SinkTestJob.class.getClassLoader(), JobID.generate());
    if (savepoint != null) {
      graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint, false));
    }
    return graph;
  }

  /** In the order of their numbers, hence with parallelism 1. */
  static DataStream<RowData> rows(
      StreamExecutionEnvironment environment, long count, RichMapFunction<Long, RowData> mapper) {
    return environment
        .fromSequence(0, count - 1)
        .setParallelism(1)
        .uid("numbers")
        .map(mapper)
        .returns(InternalTypeInfo.of(ROW_TYPE))
        .setParallelism(1)
        .uid("rows");
  }

  static GenericRowData row(RowKind kind, long id, long amount, String note) {
    return GenericRowData.ofKind(kind, id, amount, StringData.fromString(note));
  }

  /** One step of a seeded changelog over few keys; the same number always gives the same step. */
  static RowData change(long seed, long number, int keys) {
    Random random = new Random(seed * 1_000_003 + number);
    long id = random.nextInt(keys);
    if (random.nextInt(6) == 0) {
      return row(RowKind.DELETE, id, 0, null);
    }
    // Inserts and updates at random: the sink must not trust the kind.
    RowKind kind = random.nextBoolean() ? RowKind.INSERT : RowKind.UPDATE_AFTER;
    return row(kind, id, number, "note " + random.nextInt(100));
  }

  /** Makes the rows, slowly, and fails once at a given number. */
  static final class PacedMapper extends RichMapFunction<Long, RowData> {
    private static final long serialVersionUID = 1L;
    private static final int PAUSE_EVERY = 100;
    private static final long PAUSE_NANOS = 5_000_000;

    private final AtomicBooleanSupplier failed;
    private final long failAt;
    private final RowOfNumber rowOfNumber;

    PacedMapper(long failAt, AtomicBooleanSupplier failed, RowOfNumber rowOfNumber) {
      this.failAt = failAt;
      this.failed = failed;
      this.rowOfNumber = rowOfNumber;
    }

    @Override
    public RowData map(Long number) {
      if (number % PAUSE_EVERY == 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      if (number == failAt && failed.get().compareAndSet(false, true)) {
        throw new IllegalStateException("induced failure at row " + number);
      }
      return rowOfNumber.apply(number);
    }
  }

  interface RowOfNumber extends java.io.Serializable {
    RowData apply(long number);
  }

  /** Reaches a flag of the test from the job, which runs in the same JVM. */
  interface AtomicBooleanSupplier extends java.io.Serializable {
    AtomicBoolean get();
  }
}
