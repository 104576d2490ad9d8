package io.alluvium.ingest.folder;

import java.time.Instant;

/**
 * A file as a listing shows it: one arrival. Another modification time or size under the same path
 * is another arrival.
 *
 * @param path within the folder, with {@code /}
 * @param modified milliseconds since the epoch
 * @param size in bytes
 */
public record LandingFile(String path, long modified, long size) {

  /** Unique among the arrivals of a folder. */
  public String id() {
    return path + "@" + modified + "-" + size;
  }

  /** The time of arrival as the rows name it. */
  public String arrival() {
    return Instant.ofEpochMilli(modified).toString();
  }

  public boolean isSameArrival(LandingFile other) {
    return modified == other.modified && size == other.size;
  }
}
