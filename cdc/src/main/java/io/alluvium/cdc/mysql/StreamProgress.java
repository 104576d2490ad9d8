package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.TableName;
import java.io.Serializable;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.Nullable;

/**
 * How far the log has been read.
 *
 * @param position to go on from: before the description of the tables of the rows that follow
 * @param done offset in the file up to which rows have been given
 * @param transaction identifier of the running transaction, if the server has any
 * @param created tables that came to be in what has been read, so that all their rows were
 */
record StreamProgress(
    BinlogPosition position, long done, @Nullable String transaction, Set<TableName> created)
    implements Serializable {
  StreamProgress {
    created = new TreeSet<>(created);
  }

  static StreamProgress at(BinlogPosition position) {
    return new StreamProgress(position, position.offset(), null, Set.of());
  }
}
