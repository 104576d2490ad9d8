package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.operations.DeviceEvents;
import java.util.OptionalInt;

/**
 * How much there is to do; what is not said is as the leg has it.
 *
 * @param stateMegabytes of the job
 * @param wantedRounds that count
 * @param wantedKills of task managers
 * @param seed of the moments at which they are killed
 */
public record OperationsScale(
    int stateMegabytes, OptionalInt wantedRounds, OptionalInt wantedKills, long seed) {
  private static final int ROUNDS = 5;
  private static final int QUICK_ROUNDS = 2;
  private static final int KILLS = 20;
  private static final int QUICK_KILLS = 2;
  private static final int DEVICES_PER_MEGABYTE = 1_000;

  int rounds(Bench bench) {
    return wantedRounds.orElse(bench.quick() ? QUICK_ROUNDS : ROUNDS);
  }

  int kills(Bench bench) {
    return wantedKills.orElse(bench.quick() ? QUICK_KILLS : KILLS);
  }

  /** A note of each takes a kilobyte. */
  DeviceEvents events() {
    return new DeviceEvents(stateMegabytes * DEVICES_PER_MEGABYTE);
  }
}
