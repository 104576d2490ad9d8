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

  /** With further arrivals that were read, of which the newest of a path counts. */
  Arrivals and(Map<PathKey, Taken> further) {
    Map<PathKey, Taken> all = new HashMap<>(further);
    taken.forEach(
        (path, known) ->
            all.merge(
                path, known, (one, other) -> one.modified() > other.modified() ? one : other));
    return new Arrivals(all, waiting);
  }
}
