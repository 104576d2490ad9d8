package io.alluvium.connectors.delta.sink;

import java.util.UUID;

/**
 * A file group is what stays the same when a data file is rewritten: its rows. It has at most one
 * active file, whose name carries the group's id.
 */
final class FileGroups {

  private FileGroups() {}

  /** Ids are random, so that subtasks need not agree on them. */
  static long newId() {
    return UUID.randomUUID().getMostSignificantBits();
  }

  static String newFileName(long group) {
    return String.format("group-%016x-%s.parquet", group, UUID.randomUUID());
  }
}
