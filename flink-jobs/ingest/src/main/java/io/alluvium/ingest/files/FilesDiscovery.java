package io.alluvium.ingest.files;

import io.alluvium.ingest.batch.Discovery;
import io.alluvium.ingest.batch.WorkSplit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists the folder, and finds the files that have arrived since. */
final class FilesDiscovery implements Discovery<Arrivals> {
  private static final Logger LOG = LoggerFactory.getLogger(FilesDiscovery.class);
  private static final int MAX_FOUND = 10_000;

  private final FilesSettings settings;
  private final FolderListing folder;
  private final ReadBefore readBefore;

  /** By id: of files that an earlier run began; null until they are asked for. */
  @Nullable private Map<String, FileProgress> begun;

  FilesDiscovery(FilesSettings settings, ReadBefore readBefore) {
    this.settings = settings;
    this.folder = new FolderListing(settings.folder(), settings.include());
    this.readBefore = readBefore;
  }

  @Override
  public Duration pace() {
    return settings.pace();
  }

  @Override
  public Found<Arrivals> look(@Nullable Arrivals state, Situation situation) throws Exception {
    Arrivals known = state == null ? Arrivals.NONE : state;
    if (begun == null) {
      // Also after a restore: of an older savepoint, say.
      known = known.and(readBefore.arrivals());
    }
    ArrivalRules.Listing listing = folder.list();
    if (begun == null) {
      begun = readBefore.begun(notTaken(listing, known));
    }
    ArrivalRules.Outcome outcome =
        settings.rules().apply(known, listing, System.currentTimeMillis(), MAX_FOUND);
    List<WorkSplit> splits = new ArrayList<>();
    for (LandingFile file : outcome.arrived()) {
      boolean refused =
          settings.replaced() == FilesSettings.Replaced.REFUSE
              && outcome.replacing().contains(file);
      splits.add(FileWork.split(file, refused, begun.getOrDefault(file.id(), FileProgress.NONE)));
    }
    boolean enough = state != null || !settings.ready().needsTwoListings();
    boolean ended = settings.bounded() && enough && !outcome.more();
    if (ended && !outcome.arrivals().waiting().isEmpty()) {
      LOG.warn(
          "{} files of {} are not complete yet, such as {}. The next run takes them.",
          outcome.arrivals().waiting().size(),
          settings.folder(),
          outcome.arrivals().waiting().keySet().iterator().next());
    }
    return new Found<>(splits, outcome.arrivals(), ended);
  }

  private static Set<LandingFile> notTaken(ArrivalRules.Listing listing, Arrivals known) {
    Set<LandingFile> files = new HashSet<>();
    for (LandingFile file : listing.files()) {
      Arrivals.Taken taken = known.taken().get(PathKey.of(file.path()));
      if (taken == null || !taken.is(file)) {
        files.add(file);
      }
    }
    return files;
  }
}
