package io.alluvium.connectors.delta.source.scan;

import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.TableVersion;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** What a scan asks of a table's log. All methods do I/O. */
@Internal
public interface TableLog {

  static TableLog of(DeltaTable table) {
    return new KernelTableLog(table);
  }

  /** For messages. */
  String tablePath();

  DeltaSnapshot latest();

  DeltaSnapshot version(long version);

  /** The version that was current at that time, in milliseconds since the epoch. */
  DeltaSnapshot at(long epochMillis);

  /** The earliest version that can still be read. */
  long earliestVersion();

  /** The commits from {@code fromVersion} on, oldest first; empty where there is none yet. */
  List<TableVersion> commits(long fromVersion, int limit);
}
