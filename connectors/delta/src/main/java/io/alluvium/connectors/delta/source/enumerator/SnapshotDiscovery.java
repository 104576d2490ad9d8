package io.alluvium.connectors.delta.source.enumerator;

import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.source.scan.ReadVersion;
import io.alluvium.connectors.delta.source.scan.TableLog;
import io.alluvium.connectors.delta.source.split.FileSplit;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** A bounded scan: one split for each active file of a version. */
@Internal
public record SnapshotDiscovery(TableLog log, ReadVersion version) implements SplitDiscovery {

  @Override
  public Found first() {
    return files(version.in(log));
  }

  static Found files(DeltaSnapshot snapshot) {
    List<FileSplit> splits =
        snapshot.files().stream()
            .map(file -> FileSplit.of(file, snapshot.version(), snapshot.timestamp()))
            .toList();
    return new Found(splits, snapshot.version() + 1);
  }

  @Override
  public Found next(long version) {
    throw new IllegalStateException("A bounded scan has no further splits.");
  }

  @Override
  public Continuation continuation() {
    return Continuation.ENDS;
  }
}
