package io.alluvium.connectors.delta.source.scan;

import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.TableVersion;
import java.util.List;

/** The log as Delta Kernel reads it. */
record KernelTableLog(DeltaTable table) implements TableLog {

  @Override
  public String tablePath() {
    return table.path();
  }

  @Override
  public DeltaSnapshot latest() {
    return table.snapshot();
  }

  @Override
  public DeltaSnapshot version(long version) {
    return table.snapshot(version);
  }

  @Override
  public DeltaSnapshot at(long epochMillis) {
    return table.snapshotAt(epochMillis);
  }

  @Override
  public long earliestVersion() {
    return table.earliestVersion();
  }

  @Override
  public List<TableVersion> commits(long fromVersion, int limit) {
    return table.changes(fromVersion, limit);
  }
}
