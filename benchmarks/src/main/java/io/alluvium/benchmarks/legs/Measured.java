package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.worker.Side;
import io.alluvium.benchmarks.worker.WorkerProcess;
import java.io.IOException;
import java.util.Map;

/** A side whose runs yield figures by themselves. */
interface Measured {
  Side side();

  /** Runs once where the figures do not count, so that the process gets warm. */
  void warmUp(WorkerProcess worker) throws IOException;

  /** Runs once, and fails where the result is not the one that it must be. */
  Map<String, Double> measure(WorkerProcess worker) throws IOException;
}
