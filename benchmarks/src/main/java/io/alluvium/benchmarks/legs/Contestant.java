package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.worker.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A side with the work that it does in a leg. */
interface Contestant {
  Side side();

  /**
   * Prepares a run, whose cost is not counted, and returns its parameters.
   *
   * @param size how much is to be done, in the leg's unit
   * @param folder new, for the run alone
   */
  Map<String, String> prepare(int size, Path folder) throws IOException;

  /**
   * Fails where the run's result is not the one that it must be.
   *
   * @param figures that the run yielded
   */
  void verify(int size, Path folder, Map<String, Double> figures) throws IOException;
}
