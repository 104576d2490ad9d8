package io.alluvium.connectors.delta.table;

import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.source.scan.ReadVersion;
import io.alluvium.connectors.delta.source.scan.TableLog;
import javax.annotation.Nullable;

/**
 * The version of a table that a query is planned with, looked up when it is asked for first. All
 * copies of a table source share it, so that what was planned is what is read.
 */
final class PlannedVersion {
  private final String tablePath;
  private final ReadVersion version;
  @Nullable private DeltaSnapshot snapshot;

  PlannedVersion(String tablePath, ReadVersion version) {
    this.tablePath = tablePath;
    this.version = version;
  }

  synchronized DeltaSnapshot snapshot() {
    if (snapshot == null) {
      snapshot = version.in(TableLog.of(DeltaTable.at(tablePath)));
    }
    return snapshot;
  }
}
