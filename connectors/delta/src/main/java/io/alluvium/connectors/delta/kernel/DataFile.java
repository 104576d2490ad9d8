package io.alluvium.connectors.delta.kernel;

import java.io.Serializable;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * A Parquet file of a Delta table, as an {@code add} or {@code remove} action of the log describes
 * it (Delta protocol, "Add File and Remove File").
 *
 * @param path as in the log: relative to the table and URL-encoded, or absolute
 * @param size in bytes; 0 where a remove does not say
 * @param modificationTime milliseconds since the epoch
 * @param partitionValues by partition column, in the protocol's text form; a null value is null
 * @param statistics the protocol's JSON, or null where there is none
 * @param deletionVector the rows of the file that are deleted, or null where none are
 */
@Internal
public record DataFile(
    String path,
    long size,
    long modificationTime,
    Map<String, String> partitionValues,
    @Nullable String statistics,
    @Nullable DeletionVector deletionVector)
    implements Serializable {}
