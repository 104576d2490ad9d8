package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.worker.StopMark;
import io.alluvium.benchmarks.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/** What a side does until it is told to stop, while it is looked at from here. */
final class EndlessRun {
  private final StopMark stop;
  private final CompletableFuture<WorkerProcess.Cost> work;

  private EndlessRun(StopMark stop, CompletableFuture<WorkerProcess.Cost> work) {
    this.stop = stop;
    this.work = work;
  }

  /**
   * @param folder new, of the run; one of the parameters
   */
  static EndlessRun start(WorkerProcess worker, Map<String, String> parameters, Path folder) {
    return new EndlessRun(
        StopMark.in(folder), CompletableFuture.supplyAsync(() -> worker.run(parameters)));
  }

  /** True as long as the side works, but not for longer than that from now on. */
  BooleanSupplier within(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    return () -> !work.isDone() && System.nanoTime() - end < 0;
  }

  /**
   * Tells the side to stop, and waits until it has.
   *
   * @throws BenchmarkException where it failed, with its log
   */
  WorkerProcess.Cost stop() throws IOException {
    stop.set();
    try {
      return work.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof BenchmarkException failure ? failure : e;
    }
  }
}
