package io.alluvium.ingest.folder;

import io.alluvium.ingest.batch.WorkSplit;

/**
 * A file that is to be read.
 *
 * @param refused whether it is to be a dead letter unread
 */
public record ArrivalSplit(LandingFile file, boolean refused) {
  private static final String SEPARATOR = "\t";
  private static final String REFUSED = "refused";

  public static ArrivalSplit of(WorkSplit split) {
    String[] parts = split.work().split(SEPARATOR, 4);
    return new ArrivalSplit(
        new LandingFile(parts[3], Long.parseLong(parts[1]), Long.parseLong(parts[2])),
        parts[0].equals(REFUSED));
  }

  WorkSplit toSplit(String progress) {
    return new WorkSplit(
        file.id(),
        String.join(
            SEPARATOR,
            refused ? REFUSED : "read",
            String.valueOf(file.modified()),
            String.valueOf(file.size()),
            file.path()),
        progress);
  }
}
