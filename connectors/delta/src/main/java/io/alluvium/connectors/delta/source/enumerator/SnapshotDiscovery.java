package io.alluvium.connectors.delta.source.enumerator;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.source.scan.ReadVersion;
import io.alluvium.connectors.delta.source.scan.TableLog;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** A bounded scan: the active files of a version. */
@Internal
public record SnapshotDiscovery(TableLog log, ReadVersion version, FileSplits fileSplits)
    implements SplitDiscovery {

  @Override
  public Found first() {
    return files(version.in(log), fileSplits);
  }

  static Found files(DeltaSnapshot snapshot, FileSplits fileSplits) {
    // About in the order of time, for watermarks.
    List<DataFile> inOrder =
        snapshot.files().stream()
            .sorted(
                Comparator.comparingLong(DataFile::modificationTime).thenComparing(DataFile::path))
            .toList();
    return new Found(
        fileSplits.of(inOrder, snapshot.version(), snapshot.timestamp()), snapshot.version() + 1);
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
