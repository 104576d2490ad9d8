package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.ShallowCloneLog;

/** Clones a table's log, not its files. */
record ShallowClone(DeltaTable source, DeltaSnapshot version) {

  CloneResult to(String targetPath) {
    TableFeatureCheck.check(source.path(), version, "CLONE");
    ShallowCloneLog.write(source, version, DeltaTable.at(targetPath));
    return new CloneResult(
        version.version(),
        version.files().size(),
        version.files().stream().mapToLong(DataFile::size).sum());
  }
}
