package io.alluvium.ingest.folder;

import java.util.HashMap;
import java.util.Map;

/**
 * What is known of a folder: the arrivals that were handed to readers, and the files that are not
 * ready yet, as the last listing showed them. Never changed once it is made.
 *
 * @param taken by path; also of files that have gone, for a while
 * @param waiting by path
 */
public record Arrivals(Map<PathKey, Taken> taken, Map<String, LandingFile> waiting) {

  static final Arrivals NONE = new Arrivals(Map.of(), Map.of());

  /**
   * @param goneSince when a listing first lacked the file, in milliseconds since the epoch; {@link
   *     #PRESENT} while it is there
   */
  public record Taken(long modified, long size, long goneSince) {
    static final long PRESENT = 0;

    public static Taken of(LandingFile file) {
      return new Taken(file.modified(), file.size(), PRESENT);
    }

    boolean is(LandingFile file) {
      return modified == file.modified() && size == file.size();
    }
  }

  /**
   * With arrivals that the lake tells of, for paths of which this tells nothing: a file may be
   * replaced by an older one, so the newest arrival of a path is not always the last.
   */
  Arrivals and(Map<PathKey, Taken> further) {
    Map<PathKey, Taken> all = new HashMap<>(further);
    all.putAll(taken);
    return new Arrivals(all, waiting);
  }
}
