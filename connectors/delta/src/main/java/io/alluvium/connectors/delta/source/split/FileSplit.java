package io.alluvium.connectors.delta.source.split;

import io.alluvium.connectors.delta.kernel.DataFile;
import org.apache.flink.annotation.Internal;

/**
 * The live rows of a part of a data file.
 *
 * @param file without its statistics, which would only make checkpoints bigger
 * @param start of the part: it has those row groups whose middle byte is at or after this
 * @param end and before this
 * @param version of the table that is read: the snapshot's, or the commit's that added the file
 * @param timestamp of that version, milliseconds since the epoch
 * @param nextRow position in the file of the first row that was not emitted yet
 */
@Internal
public record FileSplit(
    DataFile file, long start, long end, long version, long timestamp, long nextRow)
    implements DeltaSourceSplit {

  /** The whole file. */
  public static FileSplit of(DataFile file, long version, long timestamp) {
    return new FileSplit(file.withoutStatistics(), 0, file.size(), version, timestamp, 0);
  }

  public FileSplit part(long newStart, long newEnd) {
    return new FileSplit(file, newStart, newEnd, version, timestamp, nextRow);
  }

  public FileSplit goingOnAt(long row) {
    return new FileSplit(file, start, end, version, timestamp, row);
  }

  public long bytes() {
    return end - start;
  }

  /** Unique, since a commit adds a path once. */
  @Override
  public String splitId() {
    return version + ":" + start + ":" + file.path();
  }
}
