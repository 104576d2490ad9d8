package io.alluvium.connectors.snowflake;

import java.io.Serializable;
import java.time.Duration;

/** The settings of a sink, checked. */
record SnowflakeSinkConfig(
    SnowflakeAccount account,
    TableLayout layout,
    SchemaChanges schemaChanges,
    BadValues badValues,
    Duration tombstoneTimeToLive,
    int maxRetries,
    Duration retryInterval)
    implements Serializable {}
