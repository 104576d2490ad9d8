package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.events.ChangeWorkload;
import io.alluvium.benchmarks.measure.ProcessTree;
import io.alluvium.benchmarks.worker.Engine;
import io.alluvium.connectors.delta.ScanChangelog;
import io.alluvium.connectors.delta.source.DeltaSource;
import io.alluvium.connectors.delta.source.scan.StartingPosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.core.execution.JobClient;

/**
 * Follows the changes of a table from a version on, while it publishes them: each commit once all
 * changes of the one before it were read. Figures: {@code cpuSeconds} from the job's start to the
 * last change, {@code startSeconds} of these until the first commit was read, and {@code growth} of
 * the sum of {@code seq}. Parameters: {@code table}, {@code staged} (folder of the commits), {@code
 * version} of the first, {@code keys}, {@code batches} and {@code batchSize} of the workload that
 * they hold, {@code folder} (of the run).
 */
public final class FollowChanges implements Engine {
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);
  private static final int SEQ = 5;
  private static final long PAUSE_NANOS = 2_000_000L;
  private static final int PAUSES_PER_STATUS = 250;

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    ChangeWorkload workload =
        new ChangeWorkload(
            Integer.parseInt(parameters.get("keys")),
            Integer.parseInt(parameters.get("batches")),
            Integer.parseInt(parameters.get("batchSize")));
    Path log = Path.of(parameters.get("table")).resolve("_delta_log");
    List<Path> staged;
    try (Stream<Path> files = Files.list(Path.of(parameters.get("staged")))) {
      staged = files.sorted().toList();
    }
    List<Integer> distinct =
        IntStream.range(0, workload.batches()).mapToObj(i -> distinctKeys(workload, i)).toList();
    ChangeCount.reset();
    ProcessTree process = new ProcessTree(ProcessHandle.current().pid());
    double start = process.cpuSeconds();
    JobClient job = submit(parameters);
    double first = 0;
    long expected = 0;
    int batch = 0;
    for (Path commit : staged) {
      if (changesRows(commit)) {
        expected += 2L * distinct.get(batch++);
      }
      Files.move(commit, log.resolve(commit.getFileName()));
      await(job, expected);
      first = first == 0 ? process.cpuSeconds() : first;
    }
    double end = process.cpuSeconds();
    FlinkSession.cancel(job);
    return Map.of(
        "cpuSeconds", end - start,
        "startSeconds", first - start,
        "growth", (double) ChangeCount.total().growth());
  }

  @SuppressWarnings("deprecation") // As the sink itself.
  private static JobClient submit(Map<String, String> parameters) throws Exception {
    FlinkSession flink =
        FlinkSession.open(Path.of(parameters.get("folder")), "hashmap", CHECKPOINT_INTERVAL);
    DeltaSource source =
        DeltaSource.builder(parameters.get("table"))
            .changes(
                StartingPosition.version(Long.parseLong(parameters.get("version"))),
                ScanChangelog.ALL)
            .build();
    flink
        .streams()
        .fromSource(source, WatermarkStrategy.noWatermarks(), "changes")
        .setParallelism(1)
        .addSink(new ChangeCount(SEQ))
        .setParallelism(1);
    return flink.streams().executeAsync();
  }

  /** Compaction does not. */
  private static boolean changesRows(Path commit) throws Exception {
    return Files.readString(commit).contains("\"dataChange\":true");
  }

  private static int distinctKeys(ChangeWorkload workload, int batch) {
    Set<Long> keys = new HashSet<>();
    for (int change = 0; change < workload.batchSize(); change++) {
      keys.add(workload.key(batch, change));
    }
    return keys.size();
  }

  private static void await(JobClient job, long rows) throws Exception {
    for (int pause = 1; ChangeCount.total().rows() < rows; pause++) {
      // Seldom, since it costs more than the looking.
      if (pause % PAUSES_PER_STATUS == 0 && job.getJobStatus().get().isGloballyTerminalState()) {
        throw new IllegalStateException("The job ended: " + job.getJobStatus().get());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
