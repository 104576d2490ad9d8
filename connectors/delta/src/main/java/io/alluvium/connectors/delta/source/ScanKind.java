package io.alluvium.connectors.delta.source;

import io.alluvium.connectors.delta.ScanChangelog;
import io.alluvium.connectors.delta.source.enumerator.AppendDiscovery;
import io.alluvium.connectors.delta.source.enumerator.ChangelogDiscovery;
import io.alluvium.connectors.delta.source.enumerator.SnapshotDiscovery;
import io.alluvium.connectors.delta.source.enumerator.SplitDiscovery;
import io.alluvium.connectors.delta.source.scan.ReadVersion;
import io.alluvium.connectors.delta.source.scan.StartingPosition;
import io.alluvium.connectors.delta.source.scan.TableLog;
import java.io.Serializable;
import org.apache.flink.api.connector.source.Boundedness;

/** What a scan reads of a table's history. */
sealed interface ScanKind extends Serializable {

  SplitDiscovery discovery(TableLog log);

  Boundedness boundedness();

  ScanChangelog changelog();

  /** The rows of one version. */
  record Bounded(ReadVersion version) implements ScanKind {
    @Override
    public SplitDiscovery discovery(TableLog log) {
      return new SnapshotDiscovery(log, version);
    }

    @Override
    public Boundedness boundedness() {
      return Boundedness.BOUNDED;
    }

    @Override
    public ScanChangelog changelog() {
      return ScanChangelog.NONE;
    }
  }

  /** What is committed from a position on. */
  record Continuous(StartingPosition position, ScanChangelog changelog) implements ScanKind {
    @Override
    public SplitDiscovery discovery(TableLog log) {
      return changelog == ScanChangelog.NONE
          ? new AppendDiscovery(log, position)
          : new ChangelogDiscovery(log, position);
    }

    @Override
    public Boundedness boundedness() {
      return Boundedness.CONTINUOUS_UNBOUNDED;
    }
  }
}
