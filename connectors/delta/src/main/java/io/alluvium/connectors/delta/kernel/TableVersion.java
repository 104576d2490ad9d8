package io.alluvium.connectors.delta.kernel;

import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * What one commit changed in the data of a table.
 *
 * @param version of the table after the commit
 * @param timestamp of the commit, milliseconds since the epoch
 * @param added files with {@code dataChange} that became active, or whose deletion vector changed
 * @param removed files with {@code dataChange} that ceased to be active, or whose deletion vector
 *     changed
 * @param changeData files of the change data feed, whose rows tell what the commit changed; empty
 *     where the commit has none, then {@code added} and {@code removed} tell it
 * @param metadataChanged whether the commit changed the table's schema or properties
 */
@Internal
public record TableVersion(
    long version,
    long timestamp,
    List<DataFile> added,
    List<DataFile> removed,
    List<DataFile> changeData,
    boolean metadataChanged) {}
