package io.alluvium.benchmarks.worker;

import java.util.Map;

/** One side of a comparison, run in a {@link Worker}. Has a constructor without parameters. */
public interface Engine extends AutoCloseable {

  /**
   * Does the work once.
   *
   * @param parameters of the leg
   * @return figures that the work itself yields; may be empty
   */
  Map<String, Double> run(Map<String, String> parameters) throws Exception;

  /** Ends what stays from run to run; a worker's process ends without. */
  @Override
  default void close() throws Exception {}
}
