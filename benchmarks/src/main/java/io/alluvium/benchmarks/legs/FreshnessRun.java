package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.freshness.DeltaCommits;
import io.alluvium.benchmarks.freshness.EventServer;
import io.alluvium.benchmarks.freshness.IcebergCommits;
import io.alluvium.benchmarks.freshness.Latencies;
import io.alluvium.benchmarks.freshness.SendSchedule;
import io.alluvium.benchmarks.freshness.Sighting;
import io.alluvium.benchmarks.freshness.TableObserver;
import io.alluvium.benchmarks.worker.Side;
import io.alluvium.benchmarks.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * A side that appends events as they come. The events are sent and the table is observed from here,
 * outside of the side's process.
 */
record FreshnessRun(Bench bench, Side side, String format, int perSecond, int seconds)
    implements Measured {
  static final String P50 = "p50";
  static final String P99 = "p99";

  /** What gets things going does not count. */
  static final int START_SECONDS = 5;

  private static final int WARM_SECONDS = 15;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  public void warmUp(WorkerProcess worker) throws IOException {
    run(worker, WARM_SECONDS);
  }

  @Override
  public Map<String, Double> measure(WorkerProcess worker) throws IOException {
    return run(worker, seconds);
  }

  private Map<String, Double> run(WorkerProcess worker, int duration) throws IOException {
    Path folder = Files.createTempDirectory(bench.folder(), "freshness");
    Path table = folder.resolve("lake/bench/events");
    long events = (long) duration * perSecond;
    Latencies latencies;
    double versions;
    try (EventServer server = new EventServer()) {
      EndlessRun run =
          EndlessRun.start(
              worker,
              Map.of(
                  "format", format,
                  "port", Integer.toString(server.port()),
                  "folder", folder.toString()),
              folder);
      List<Sighting> sightings;
      SendSchedule schedule;
      try {
        schedule = server.start(perSecond, events, run.within(PATIENCE));
        sightings =
            new TableObserver(
                    format.equals("ICEBERG") ? new IcebergCommits(table) : new DeltaCommits(table))
                .observe(events, run.within(PATIENCE.plusSeconds(duration)));
      } finally {
        run.stop();
      }
      requireAll(table, events, sightings);
      latencies = Latencies.of(schedule, (long) START_SECONDS * perSecond, sightings);
      versions = sightings.size();
    }
    SlopeComparison.delete(folder);
    return Map.of(P50, latencies.seconds(0.5), P99, latencies.seconds(0.99), "versions", versions);
  }

  /** By what was observed, and by reading the table's files. */
  private void requireAll(Path table, long events, List<Sighting> sightings) throws IOException {
    long seen = sightings.isEmpty() ? 0 : sightings.get(sightings.size() - 1).rows();
    List<Long> found =
        TableSums.of(TableSums.dataFiles(table), List.of("count(*)", "sum(seq)::BIGINT"));
    List<Long> expected = List.of(events, LongStream.range(0, events).sum());
    if (seen != events || !found.equals(expected)) {
      throw new BenchmarkException(
          side.name()
              + " was seen with "
              + seen
              + " rows, and has rows and sum "
              + found
              + " instead of "
              + expected);
    }
  }
}
