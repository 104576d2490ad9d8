package io.alluvium.connectors.delta.source.enumerator;

import io.alluvium.connectors.delta.source.scan.StartingPosition;
import io.alluvium.connectors.delta.source.scan.TableLog;
import io.alluvium.connectors.delta.source.split.ChangelogSplit;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** A continuous scan of row changes: one split, which follows the log by itself. */
@Internal
public record ChangelogDiscovery(TableLog log, StartingPosition startingPosition)
    implements SplitDiscovery {

  @Override
  public Found first() {
    StartingPosition.Start start = startingPosition.in(log);
    ChangelogSplit split =
        start
            .snapshot()
            .map(snapshot -> ChangelogSplit.snapshot(snapshot.version()))
            .orElseGet(() -> ChangelogSplit.commit(start.nextVersion()));
    return new Found(List.of(split), start.nextVersion());
  }

  @Override
  public Found next(long version) {
    throw new IllegalStateException("A scan of row changes has one split.");
  }

  @Override
  public Continuation continuation() {
    return Continuation.SPLITS_GO_ON;
  }
}
