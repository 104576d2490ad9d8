package io.alluvium.ingest.folder;

import io.alluvium.ingest.folder.Arrivals.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells from two listings which files have arrived. Each arrival is taken once. What was taken is
 * remembered as long as the file is there, and for a time after it has gone: only what no listing
 * shows any more is forgotten, so that nothing which is still there can be read again.
 *
 * @param ready when a file is complete
 * @param remembered how long a file that has gone is remembered, in case that it returns
 */
public record ArrivalRules(ReadyRule ready, Duration remembered) {
  private static final Comparator<LandingFile> BY_ARRIVAL =
      Comparator.comparingLong(LandingFile::modified).thenComparing(LandingFile::path);

  /**
   * @param files that are to be read, none of them empty
   * @param names of all that the folder holds
   */
  public record Listing(List<LandingFile> files, Set<String> names) {}

  /**
   * @param arrived in the order of their arrival
   * @param replacing those of them whose path was taken before, by other content
   * @param more whether there were more than asked for
   */
  record Outcome(
      List<LandingFile> arrived, Set<LandingFile> replacing, Arrivals arrivals, boolean more) {}

  Outcome apply(Arrivals known, Listing listing, long now, int limit) {
    Map<PathKey, Taken> taken = new HashMap<>();
    Map<String, LandingFile> waiting = new HashMap<>();
    List<LandingFile> arrived = new ArrayList<>();
    Set<LandingFile> replacing = new HashSet<>();
    for (LandingFile file : listing.files()) {
      PathKey path = PathKey.of(file.path());
      Taken before = known.taken().get(path);
      if (before != null) {
        taken.put(path, new Taken(before.modified(), before.size(), Taken.PRESENT));
        if (before.is(file)) {
          continue;
        }
      }
      if (!ready.isReady(file, known.waiting().get(file.path()), listing.names())) {
        waiting.put(file.path(), file);
        continue;
      }
      arrived.add(file);
      if (before != null) {
        replacing.add(file);
      }
    }
    known
        .taken()
        .forEach(
            (path, file) -> {
              if (!taken.containsKey(path)) {
                keepWhileRemembered(path, file, now, taken);
              }
            });
    arrived.sort(BY_ARRIVAL);
    boolean more = arrived.size() > limit;
    for (LandingFile file : arrived.subList(Math.min(limit, arrived.size()), arrived.size())) {
      // Found again by the next look, then at once.
      waiting.put(file.path(), file);
    }
    List<LandingFile> handed = more ? List.copyOf(arrived.subList(0, limit)) : arrived;
    handed.forEach(file -> taken.put(PathKey.of(file.path()), Taken.of(file)));
    return new Outcome(handed, replacing, new Arrivals(taken, waiting), more);
  }

  private void keepWhileRemembered(PathKey path, Taken file, long now, Map<PathKey, Taken> taken) {
    long goneSince = file.goneSince() == Taken.PRESENT ? now : file.goneSince();
    if (now - goneSince <= remembered.toMillis()) {
      taken.put(path, new Taken(file.modified(), file.size(), goneSince));
    }
  }
}
