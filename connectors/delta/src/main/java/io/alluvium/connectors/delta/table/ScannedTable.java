package io.alluvium.connectors.delta.table;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import javax.annotation.Nullable;

/**
 * What a scan is given by the table's options and the session.
 *
 * @param name of the table in SQL
 * @param zone of timestamps that have none
 * @param partitionColumns as declared
 * @param parallelism null for the default
 * @param planned of a bounded scan the version that is read, of others the latest
 */
record ScannedTable(
    String name,
    String path,
    ScanMode mode,
    ZoneId zone,
    List<String> partitionColumns,
    Duration pollInterval,
    long splitSize,
    @Nullable Integer parallelism,
    LookupSettings lookup,
    PlannedVersion planned) {}
