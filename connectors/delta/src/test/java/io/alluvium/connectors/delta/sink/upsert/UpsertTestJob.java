package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.WriteMode;
import io.alluvium.connectors.delta.kernel.FaultPlan;
import io.alluvium.connectors.delta.sink.DeltaSink;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;

/**
 * A job that writes the first changes of a changelog, at a pace that lets checkpoints happen.
 *
 * @param backend {@code hashmap} or {@code rocksdb}
 * @param moves whether files are compacted, as eagerly as can be
 * @param scheme of the path that the job knows the table by; empty for none
 */
record UpsertTestJob(
    Path folder,
    Changelog changelog,
    long count,
    int parallelism,
    String backend,
    boolean moves,
    long bufferSize,
    String scheme) {
  private static final CompactionSettings EAGER = new CompactionSettings(0.3, 3, 1L << 20);

  UpsertTestJob(
      Path folder,
      Changelog changelog,
      long count,
      int parallelism,
      String backend,
      boolean moves,
      long bufferSize) {
    this(folder, changelog, count, parallelism, backend, moves, bufferSize, "");
  }

  /** The table's path without a scheme. */
  String table() {
    return folder.resolve("table").toString();
  }

  static UpsertTestJob random(Path folder, Changelog changelog, long count, Random random) {
    return new UpsertTestJob(
        folder,
        changelog,
        count,
        1 + random.nextInt(3),
        random.nextInt(3) == 0 ? "rocksdb" : "hashmap",
        random.nextInt(4) != 0,
        random.nextBoolean() ? 1L << 20 : 20_000);
  }

  UpsertTestJob withParallelism(int newParallelism) {
    return new UpsertTestJob(
        folder, changelog, count, newParallelism, backend, moves, bufferSize, scheme);
  }

  /** Files of the table fail by the folder's {@link FaultPlan}. */
  UpsertTestJob withFaultyFiles() {
    return new UpsertTestJob(
        folder, changelog, count, parallelism, backend, moves, bufferSize, FaultPlan.SCHEME);
  }

  StreamExecutionEnvironment build() {
    return build(null);
  }

  StreamExecutionEnvironment environment() {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration());
    environment.setParallelism(parallelism);
    environment.enableCheckpointing(60);
    return environment;
  }

  /** The rows of the numbers, in their order, at the job's pace. */
  DataStream<RowData> paced(
      StreamExecutionEnvironment environment, String name, RowOfNumber rowOfNumber) {
    return environment
        .fromSequence(0, count - 1)
        .setParallelism(1)
        .uid(name + "-numbers")
        .map(new Pacer(table()))
        .setParallelism(1)
        .uid(name + "-pace")
        .map(rowOfNumber::of)
        .returns(InternalTypeInfo.of(Changelog.ROW_TYPE))
        .setParallelism(1)
        .uid(name + "-rows");
  }

  interface RowOfNumber extends Serializable {
    RowData of(long number);
  }

  StreamExecutionEnvironment build(String generation) {
    StreamExecutionEnvironment environment = environment();
    DataStream<RowData> rows = paced(environment, "changes", changelog::change);
    DeltaSink.upsert(scheme + table(), Changelog.ROW_TYPE, Changelog.KEY)
        .mode(WriteMode.MERGE_ON_READ)
        .sinkId("changes")
        .generation(generation)
        .partialUpdate(changelog.partialUpdateColumns())
        .parallelism(parallelism)
        .targetFileSize(60_000)
        .openFiles(8, bufferSize)
        .compaction(moves ? EAGER : CompactionSettings.OFF)
        .addTo(rows, "sink");
    return environment;
  }

  /** The highest number so far, give or take. */
  long reached() {
    return Pacer.REACHED.getOrDefault(table(), 0L);
  }

  private Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 20);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(20));
    configuration.set(StateBackendOptions.STATE_BACKEND, backend);
    configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.resolve("cp").toUri().toString());
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    return configuration;
  }

  /** Slows the numbers down. */
  private static final class Pacer implements MapFunction<Long, Long> {
    private static final long serialVersionUID = 1L;
    private static final int PAUSE_EVERY = 50;
    private static final long PAUSE_NANOS = 14_000_000;
    private static final Map<String, Long> REACHED = new ConcurrentHashMap<>();

    private final String table;

    Pacer(String table) {
      this.table = table;
    }

    @Override
    public Long map(Long number) {
      if (number % PAUSE_EVERY == 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
        REACHED.merge(table, number, Math::max);
      }
      return number;
    }
  }
}
