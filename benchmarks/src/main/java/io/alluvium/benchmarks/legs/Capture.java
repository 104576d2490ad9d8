package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.freshness.DeltaCommits;
import io.alluvium.benchmarks.freshness.Sighting;
import io.alluvium.benchmarks.freshness.TableObserver;
import io.alluvium.benchmarks.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A run that captures until it is told to stop, and the table that it fills, observed from outside.
 */
final class Capture {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path table;
  private final EndlessRun run;
  private final long begun = System.nanoTime();

  /**
   * Starts the run.
   *
   * @param folder new, of the run; one of the parameters
   * @param table that it fills
   */
  Capture(WorkerProcess worker, Map<String, String> parameters, Path folder, Path table) {
    this.table = table;
    this.run = EndlessRun.start(worker, parameters, folder);
  }

  /**
   * Waits until the table has as many rows, and returns its versions.
   *
   * @throws BenchmarkException where the run ends before, or takes ten minutes
   */
  List<Sighting> await(long rows) throws IOException {
    List<Sighting> sightings =
        new TableObserver(new DeltaCommits(table)).observe(rows, run.within(PATIENCE));
    long seen = sightings.isEmpty() ? 0 : sightings.get(sightings.size() - 1).rows();
    if (seen != rows) {
      stop();
      throw new BenchmarkException(table + " was seen with " + seen + " rows instead of " + rows);
    }
    return sightings;
  }

  /** Seconds from the run's start until a version was visible. */
  double secondsUntil(Sighting sighting) {
    return (sighting.nanos() - begun) / 1e9;
  }

  WorkerProcess.Cost stop() throws IOException {
    return run.stop();
  }
}
