package io.alluvium.connectors.delta.source.enumerator;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.TableVersion;
import io.alluvium.connectors.delta.source.scan.StartingPosition;
import io.alluvium.connectors.delta.source.scan.TableLog;
import io.alluvium.connectors.delta.source.split.FileSplit;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** A continuous scan of appended rows: one split for each file that a commit adds. */
@Internal
public record AppendDiscovery(
    TableLog log, StartingPosition startingPosition, FileSplits fileSplits)
    implements SplitDiscovery {
  // Bounds the work between two looks at what the readers ask for.
  private static final int COMMITS_AT_ONCE = 500;

  @Override
  public Found first() {
    StartingPosition.Start start = startingPosition.in(log);
    return start
        .snapshot()
        .map(snapshot -> SnapshotDiscovery.files(snapshot, fileSplits))
        .orElseGet(() -> new Found(List.of(), start.nextVersion()));
  }

  @Override
  public Found next(long version) {
    List<FileSplit> splits = new ArrayList<>();
    long nextVersion = version;
    for (TableVersion commit : log.commits(version, COMMITS_AT_ONCE)) {
      requireAppendOnly(commit);
      splits.addAll(fileSplits.of(commit.added(), commit.version(), commit.timestamp()));
      nextVersion = commit.version() + 1;
    }
    return new Found(splits, nextVersion);
  }

  private void requireAppendOnly(TableVersion commit) {
    if (!commit.removed().isEmpty()) {
      throw new DeltaException(
          String.format(
              "Version %d of Delta table %s removes or changes rows, which a read of appended rows"
                  + " cannot pass on. Read the changes with 'scan.changelog' = 'all', or start"
                  + " after it with 'scan.startup' = 'from-version' and 'scan.version' = '%d'.",
              commit.version(), log.tablePath(), commit.version() + 1));
    }
  }

  @Override
  public Continuation continuation() {
    return Continuation.NEW_SPLITS;
  }
}
