package io.alluvium.connectors.snowflake;

import java.util.Optional;
import javax.annotation.Nullable;

/**
 * What the options of a table say.
 *
 * @param version of the rows; null where they have none
 */
record SnowflakeTarget(
    SnowflakeSinkConfig config,
    @Nullable RowVersion version,
    FlushSchedule schedule,
    Optional<Integer> parallelism) {

  /** What a batch has. */
  LineLayout lines() {
    return LineLayout.of(config.layout(), version);
  }
}
