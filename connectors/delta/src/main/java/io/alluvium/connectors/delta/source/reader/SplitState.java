package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.source.split.ChangelogSplit;
import io.alluvium.connectors.delta.source.split.DeltaSourceSplit;
import io.alluvium.connectors.delta.source.split.FileSplit;
import org.apache.flink.annotation.Internal;

/** How far the rows of a split were emitted. */
@Internal
public final class SplitState {
  private DeltaSourceSplit base;
  private long rowsEmitted;

  SplitState(DeltaSourceSplit base) {
    this.base = base;
  }

  void rowEmitted() {
    rowsEmitted++;
  }

  void goOnAt(DeltaSourceSplit next) {
    base = next;
    rowsEmitted = 0;
  }

  /** The split from here on. */
  DeltaSourceSplit rest() {
    if (base instanceof FileSplit file) {
      return new FileSplit(
          file.file(), file.version(), file.timestamp(), file.rowsEmitted() + rowsEmitted);
    }
    ChangelogSplit changelog = (ChangelogSplit) base;
    return new ChangelogSplit(
        changelog.phase(), changelog.version(), changelog.rowsEmitted() + rowsEmitted);
  }
}
