package io.alluvium.connectors.delta.sink.upsert;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.RowType;

/**
 * What the operators of a merge-on-read sink know.
 *
 * @param tablePath the table's folder
 * @param sinkId that the sink's commits carry
 * @param rowType of the rows that are written
 * @param primaryKey names of columns of {@code rowType}
 * @param partitionColumns of the table
 * @param targetFileSize bytes at which a data file is full
 * @param bufferSize bytes of changed rows that a writer holds before it writes them
 * @param baseVersion of the table that a job without state starts from
 * @param generation tells the files of this job from those of others; used by a job without state
 * @param compaction when files are rewritten
 */
@Internal
public record UpsertSettings(
    String tablePath,
    String sinkId,
    RowType rowType,
    List<String> primaryKey,
    List<String> partitionColumns,
    long targetFileSize,
    long bufferSize,
    long baseVersion,
    String generation,
    CompactionSettings compaction)
    implements Serializable {}
