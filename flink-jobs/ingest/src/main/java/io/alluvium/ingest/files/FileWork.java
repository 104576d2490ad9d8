package io.alluvium.ingest.files;

import io.alluvium.ingest.batch.WorkSplit;

/** The form of a file's splits. */
final class FileWork {
  private static final String SEPARATOR = "\t";

  private FileWork() {}

  /**
   * @param refused whether the file is a dead letter unread
   */
  static WorkSplit split(LandingFile file, boolean refused, FileProgress progress) {
    return new WorkSplit(
        file.id(),
        String.join(
            SEPARATOR,
            refused ? "refused" : "read",
            String.valueOf(file.modified()),
            String.valueOf(file.size()),
            file.path()),
        progress.toText());
  }

  static LandingFile file(WorkSplit split) {
    String[] parts = split.work().split(SEPARATOR, 4);
    return new LandingFile(parts[3], Long.parseLong(parts[1]), Long.parseLong(parts[2]));
  }

  static boolean isRefused(WorkSplit split) {
    return split.work().startsWith("refused");
  }
}
