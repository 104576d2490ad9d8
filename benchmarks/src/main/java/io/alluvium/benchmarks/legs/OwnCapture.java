package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.database.OrdersTable;
import io.alluvium.benchmarks.worker.StopMark;
import io.alluvium.benchmarks.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Our job on the table of orders: begun while the table is empty, and gone on with later. */
final class OwnCapture {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String BRONZE = "lake/bronze/orders";

  private final WorkerProcess worker;
  private final OrdersTable orders;
  private final Path folder;
  private final Map<String, String> parameters;

  /**
   * @param folder new, for lake and state
   */
  OwnCapture(
      WorkerProcess worker, OrdersTable orders, Path folder, Map<String, String> parameters) {
    this.worker = worker;
    this.orders = orders;
    this.folder = folder;
    this.parameters = parameters;
  }

  /** Runs the job until it follows the changes, and stops it: what comes then waits in the slot. */
  void settle() throws IOException {
    Capture begin = start("begin", Map.of());
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!orders.isFollowed(parameters.get("slot"))) {
      if (System.nanoTime() - end > 0) {
        throw new BenchmarkException("The job does not follow the changes after a minute");
      }
      StopMark.pause();
    }
    begin.stop();
  }

  /** Goes on from where {@link #settle} stopped. */
  Capture resume() throws IOException {
    List<Path> savepoints;
    try (Stream<Path> files = Files.list(Path.of(parameters.get("savepoints")))) {
      savepoints = files.toList();
    }
    if (savepoints.size() != 1) {
      throw new BenchmarkException("There is not one savepoint but " + savepoints);
    }
    return start("resume", Map.of("savepoint", savepoints.get(0).toUri().toString()));
  }

  private Capture start(String run, Map<String, String> more) throws IOException {
    Map<String, String> all = new HashMap<>(parameters);
    all.putAll(more);
    Path runFolder = Files.createDirectories(folder.resolve(run));
    all.put("folder", runFolder.toString());
    return new Capture(worker, all, runFolder, table());
  }

  Path table() {
    return folder.resolve(BRONZE);
  }
}
