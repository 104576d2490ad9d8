package io.alluvium.connectors.delta.maintenance;

import java.time.Duration;
import java.util.Optional;
import org.apache.flink.annotation.PublicEvolving;

/**
 * What VACUUM deletes.
 *
 * @param retention how long a file is kept after it was removed from the table, or written without
 *     being committed; empty for the table's {@code delta.deletedFileRetentionDuration}, a week by
 *     default
 * @param dryRun whether to list the files only
 * @param enforceRetention whether to refuse a retention below the table's. A shorter one deletes
 *     files that a running job has written and not yet committed, and those that running queries
 *     and older versions read
 */
@PublicEvolving
public record VacuumOptions(
    Optional<Duration> retention, boolean dryRun, boolean enforceRetention) {

  /** The table's retention, for real. */
  public static VacuumOptions defaults() {
    return new VacuumOptions(Optional.empty(), false, true);
  }

  public VacuumOptions withRetention(Duration newRetention) {
    return new VacuumOptions(Optional.of(newRetention), dryRun, enforceRetention);
  }

  public VacuumOptions withDryRun(boolean newDryRun) {
    return new VacuumOptions(retention, newDryRun, enforceRetention);
  }

  public VacuumOptions withEnforceRetention(boolean enforce) {
    return new VacuumOptions(retention, dryRun, enforce);
  }
}
