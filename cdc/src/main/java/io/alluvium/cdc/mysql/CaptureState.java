package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.TableName;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;

/**
 * What the coordinator of a capture knows.
 *
 * @param start place in the log from which on all changes are given; null where nothing has begun
 * @param known tables whose rows have been read, or are being read
 * @param unplanned of these, those that are not divided into chunks yet
 * @param pending chunks that no reader has
 * @param running numbers of chunks that readers have
 * @param nextNumber of the next chunk
 * @param streaming whether a reader has the log
 */
record CaptureState(
    @Nullable BinlogPosition start,
    Set<TableName> known,
    List<TableName> unplanned,
    List<MySqlSplit.Chunk> pending,
    Set<Integer> running,
    int nextNumber,
    boolean streaming) {
  static CaptureState initial() {
    return new CaptureState(null, Set.of(), List.of(), List.of(), Set.of(), 0, false);
  }
}
