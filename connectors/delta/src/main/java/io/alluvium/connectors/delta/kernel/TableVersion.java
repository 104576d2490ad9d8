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
 * @param metadataChanged whether the commit changed the table's schema or properties
 */
@Internal
public record TableVersion(
    long version,
    long timestamp,
    List<DataFile> added,
    List<DataFile> removed,
    boolean metadataChanged) {}
