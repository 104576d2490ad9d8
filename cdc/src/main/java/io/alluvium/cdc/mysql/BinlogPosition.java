package io.alluvium.cdc.mysql;

import java.io.Serializable;

/**
 * A place between two events of the binary log.
 *
 * @param file name, such as {@code binlog.000007}
 * @param offset in the file, in bytes
 */
record BinlogPosition(String file, long offset) implements Serializable {
  /** Bytes of a file that a sequence can tell apart: 2 to the power of this. */
  private static final int OFFSET_BITS = 40;

  /** The number at the end of the file's name; files ascend by it. */
  static long fileNumber(String file) {
    return Long.parseLong(file.substring(file.lastIndexOf('.') + 1));
  }

  /**
   * A number that ascends in the log: a row takes at least a byte of its event, so the numbers of
   * an event's rows end before the next event begins.
   */
  static long sequence(String file, long offset, int row) {
    return (fileNumber(file) << OFFSET_BITS) + offset + row;
  }

  @Override
  public String toString() {
    return file + ":" + offset;
  }
}
