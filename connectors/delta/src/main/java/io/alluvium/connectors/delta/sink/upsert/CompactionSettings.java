package io.alluvium.connectors.delta.sink.upsert;

import java.io.Serializable;
import org.apache.flink.annotation.Internal;

/**
 * When a writer moves the rows of a file to a new one.
 *
 * @param deadShare a file is moved when this share of its rows is deleted, between 0 and 1
 * @param smallFiles so many small files are moved together; a file is small below a quarter of the
 *     target size
 * @param maxBytes that are moved before one checkpoint; 0 turns compaction off
 */
@Internal
public record CompactionSettings(double deadShare, int smallFiles, long maxBytes)
    implements Serializable {
  public static final CompactionSettings OFF = new CompactionSettings(1, Integer.MAX_VALUE, 0);

  public static final CompactionSettings DEFAULT = new CompactionSettings(0.5, 8, 256L << 20);

  boolean isOff() {
    return maxBytes == 0;
  }
}
