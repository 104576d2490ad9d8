package io.alluvium.benchmarks.freshness;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The files by which a table's versions become visible: a reader that looks for the latest version
 * finds one exactly when its file is there.
 */
interface CommitFiles {

  /** Of the {@code number}th version that there may be, from 0 on. */
  Path file(int number);

  /**
   * How many rows the table holds with a version.
   *
   * @param file of the version
   * @param before rows of the version before it
   * @throws IOException where the file is not complete yet, or not as it should be
   */
  long rows(Path file, long before) throws IOException;
}
