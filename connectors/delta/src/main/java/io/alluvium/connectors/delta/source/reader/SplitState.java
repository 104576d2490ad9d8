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
  private long lastPosition = -1;

  SplitState(DeltaSourceSplit base) {
    this.base = base;
  }

  /**
   * @param position in its file, where the split is one of a file
   */
  void rowEmitted(long position) {
    rowsEmitted++;
    lastPosition = position;
  }

  void goOnAt(DeltaSourceSplit next) {
    base = next;
    rowsEmitted = 0;
  }

  /** The split from here on. */
  DeltaSourceSplit rest() {
    if (rowsEmitted == 0) {
      return base;
    }
    if (base instanceof FileSplit file) {
      return file.goingOnAt(lastPosition + 1);
    }
    ChangelogSplit changelog = (ChangelogSplit) base;
    return new ChangelogSplit(
        changelog.phase(), changelog.version(), changelog.rowsEmitted() + rowsEmitted);
  }
}
