package io.alluvium.state.upgrade;

import java.time.Duration;

/**
 * When a job that was started counts as healthy: that many checkpoints are complete, it has never
 * failed, and no more than some checkpoints have failed since all its tasks run.
 *
 * @param checkpoints that must be complete
 * @param within how soon after the start
 * @param failedCheckpoints that are let pass
 */
public record HealthRule(int checkpoints, Duration within, int failedCheckpoints) {
  /** For people. */
  public String text() {
    return "no failure, and "
        + checkpoints
        + " complete checkpoints within "
        + within.toSeconds()
        + " s";
  }
}
