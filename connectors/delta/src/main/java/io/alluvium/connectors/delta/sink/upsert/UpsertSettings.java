package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.sink.FileLayout;
import io.alluvium.connectors.delta.sink.PartialUpdate;
import io.alluvium.connectors.delta.sink.WriteBuffers;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.RowType;

/**
 * What the operators of a merge-on-read sink know.
 *
 * @param layout of the data files
 * @param buffers size of files, number of open ones, and memory for changed rows of a writer
 * @param applicationId that the sink's commits carry
 * @param primaryKey names of columns of the rows
 * @param partialUpdate which columns a null leaves as they are
 * @param baseVersion of the table that a job without state starts from
 * @param generation tells the files of this job from those of others; used by a job without state
 * @param compaction when files are rewritten
 */
@Internal
public record UpsertSettings(
    FileLayout layout,
    WriteBuffers buffers,
    String applicationId,
    List<String> primaryKey,
    PartialUpdate partialUpdate,
    long baseVersion,
    String generation,
    CompactionSettings compaction)
    implements Serializable {

  String tablePath() {
    return layout.tablePath();
  }

  RowType rowType() {
    return layout.rowType();
  }
}
