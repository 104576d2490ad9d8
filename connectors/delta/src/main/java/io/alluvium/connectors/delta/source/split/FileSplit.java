package io.alluvium.connectors.delta.source.split;

import io.alluvium.connectors.delta.kernel.DataFile;
import org.apache.flink.annotation.Internal;

/**
 * The live rows of one data file.
 *
 * @param file without its statistics, which would only make checkpoints bigger
 * @param version of the table that is read: the snapshot's, or the commit's that added the file
 * @param timestamp of that version, milliseconds since the epoch
 * @param rowsEmitted of the file's live rows, those that were emitted already
 */
@Internal
public record FileSplit(DataFile file, long version, long timestamp, long rowsEmitted)
    implements DeltaSourceSplit {

  public static FileSplit of(DataFile file, long version, long timestamp) {
    DataFile bare =
        new DataFile(
            file.path(),
            file.size(),
            file.modificationTime(),
            file.partitionValues(),
            null,
            file.deletionVector());
    return new FileSplit(bare, version, timestamp, 0);
  }

  /** Unique, since a commit adds a path once. */
  @Override
  public String splitId() {
    return version + ":" + file.path();
  }
}
