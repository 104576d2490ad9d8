package io.alluvium.connectors.delta.sink.upsert;

/**
 * Where a row is, in 8 bytes: the id of its data file and its number in the file.
 *
 * <p>Files that this sink writes have positive ids, files that it found in the table negative ones;
 * 0 is no file.
 */
final class RowLocation {
  /** No row: a row's number is never negative. */
  static final long ABSENT = -1;

  private RowLocation() {}

  static long of(int file, int row) {
    return (long) file << Integer.SIZE | row;
  }

  static int file(long location) {
    return (int) (location >> Integer.SIZE);
  }

  static int row(long location) {
    return (int) location;
  }
}
