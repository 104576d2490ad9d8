package io.alluvium.connectors.delta.source;

import io.alluvium.connectors.delta.ScanChangelog;
import io.alluvium.connectors.delta.source.enumerator.AppendDiscovery;
import io.alluvium.connectors.delta.source.enumerator.ChangelogDiscovery;
import io.alluvium.connectors.delta.source.enumerator.FileSplits;
import io.alluvium.connectors.delta.source.enumerator.SnapshotDiscovery;
import io.alluvium.connectors.delta.source.enumerator.SplitDiscovery;
import io.alluvium.connectors.delta.source.scan.ReadVersion;
import io.alluvium.connectors.delta.source.scan.StartingPosition;
import io.alluvium.connectors.delta.source.scan.TableLog;
import java.io.Serializable;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.source.Boundedness;

/** What a scan reads of a table's history. */
sealed interface ScanKind extends Serializable {

  SplitDiscovery discovery(TableLog log, FileSplits fileSplits);

  Boundedness boundedness();

  ScanChangelog changelog();

  /** The column that tells what a row means; null unless the changelog is one of operations. */
  @Nullable
  String operationColumn();

  /** The rows of one version. */
  record Bounded(ReadVersion version) implements ScanKind {
    @Override
    public SplitDiscovery discovery(TableLog log, FileSplits fileSplits) {
      return new SnapshotDiscovery(log, version, fileSplits);
    }

    @Override
    public Boundedness boundedness() {
      return Boundedness.BOUNDED;
    }

    @Override
    public ScanChangelog changelog() {
      return ScanChangelog.NONE;
    }

    @Override
    public String operationColumn() {
      return null;
    }
  }

  /** What is committed from a position on. */
  record Continuous(
      StartingPosition position, ScanChangelog changelog, @Nullable String operationColumn)
      implements ScanKind {
    @Override
    public SplitDiscovery discovery(TableLog log, FileSplits fileSplits) {
      return changelog == ScanChangelog.NONE
          ? new AppendDiscovery(log, position, fileSplits)
          : new ChangelogDiscovery(log, position);
    }

    @Override
    public Boundedness boundedness() {
      return Boundedness.CONTINUOUS_UNBOUNDED;
    }
  }
}
