package io.alluvium.connectors.snowflake;

import java.util.Optional;

/** What the options of a table say. */
record SnowflakeTarget(
    SnowflakeSinkConfig config,
    ChangeFormat format,
    FlushSchedule schedule,
    Optional<Integer> parallelism) {}
