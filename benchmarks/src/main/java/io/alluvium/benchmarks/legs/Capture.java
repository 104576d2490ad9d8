package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.freshness.DeltaCommits;
import io.alluvium.benchmarks.freshness.Sighting;
import io.alluvium.benchmarks.freshness.TableObserver;
import io.alluvium.benchmarks.worker.StopMark;
import io.alluvium.benchmarks.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/**
 * A run that captures until it is told to stop, and the table that it fills, observed from outside.
 */
final class Capture {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path folder;
  private final Path table;
  private final CompletableFuture<WorkerProcess.Cost> work;
  private final long begun = System.nanoTime();

  /**
   * Starts the run.
   *
   * @param folder new, of the run; one of the parameters
   * @param table that it fills
   */
  Capture(WorkerProcess worker, Map<String, String> parameters, Path folder, Path table) {
    this.folder = folder;
    this.table = table;
    this.work = CompletableFuture.supplyAsync(() -> worker.run(parameters));
  }

  /**
   * Waits until the table has as many rows, and returns its versions.
   *
   * @throws BenchmarkException where the run ends before, or takes ten minutes
   */
  List<Sighting> await(long rows) throws IOException {
    long end = begun + PATIENCE.toNanos();
    BooleanSupplier goOn = () -> !work.isDone() && System.nanoTime() - end < 0;
    List<Sighting> sightings = new TableObserver(new DeltaCommits(table)).observe(rows, goOn);
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
    StopMark.in(folder).set();
    try {
      return work.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof BenchmarkException failure ? failure : e;
    }
  }
}
