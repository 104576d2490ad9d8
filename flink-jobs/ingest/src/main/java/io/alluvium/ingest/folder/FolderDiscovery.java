package io.alluvium.ingest.folder;

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
public final class FolderDiscovery implements Discovery<Arrivals> {
  private static final Logger LOG = LoggerFactory.getLogger(FolderDiscovery.class);
  private static final int MAX_FOUND = 10_000;

  private final FolderSettings settings;
  private final FolderListing folder;
  private final FolderMemory memory;

  /** By id: of files that an earlier run began or finished; null until they are asked for. */
  @Nullable private Map<String, String> begun;

  public FolderDiscovery(FolderSettings settings, FolderMemory memory) {
    this.settings = settings;
    this.folder = new FolderListing(settings.path(), settings.include());
    this.memory = memory;
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
      known = known.and(memory.arrivals());
    }
    ArrivalRules.Listing listing = folder.list();
    if (begun == null) {
      begun = memory.begun(notTaken(listing, known));
    }
    ArrivalRules.Outcome outcome =
        settings.rules().apply(known, listing, System.currentTimeMillis(), MAX_FOUND);
    List<WorkSplit> splits = new ArrayList<>();
    for (LandingFile file : outcome.arrived()) {
      boolean refused =
          settings.replaced() == FolderSettings.Replaced.REFUSE
              && outcome.replacing().contains(file);
      splits.add(new ArrivalSplit(file, refused).toSplit(begun.getOrDefault(file.id(), "")));
    }
    boolean enough = state != null || !settings.ready().needsTwoListings();
    boolean ended = settings.bounded() && enough && !outcome.more();
    if (ended && !outcome.arrivals().waiting().isEmpty()) {
      LOG.warn(
          "{} files of {} are not complete yet, such as {}. The next run takes them.",
          outcome.arrivals().waiting().size(),
          settings.path(),
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
