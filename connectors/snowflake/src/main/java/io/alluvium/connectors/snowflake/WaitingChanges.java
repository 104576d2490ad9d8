package io.alluvium.connectors.snowflake;

import java.io.DataInput;
import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerialization;

/**
 * What the sink's operator state in a checkpoint says of changes that are not in Snowflake yet: for
 * those who want to know when they are. A state has no entries where none wait.
 */
@Internal
public final class WaitingChanges {
  /** Changes that no flush has taken yet. */
  public static final String CHANGES = "oldest-change";

  /** Flushes that were not known to be applied. */
  public static final String BATCHES = "batches";

  private WaitingChanges() {}

  /**
   * Since when the oldest change of a task waits, in milliseconds since 1970.
   *
   * @param entry of {@link #CHANGES}
   */
  public static long oldestChange(DataInput entry) throws IOException {
    return entry.readLong();
  }

  /**
   * Which flush it is; each has an id of its own.
   *
   * @param entry of {@link #BATCHES}
   */
  public static String batch(DataInput entry) throws IOException {
    byte[] bytes = new byte[entry.readInt()];
    entry.readFully(bytes);
    return SimpleVersionedSerialization.readVersionAndDeSerialize(new BatchSerializer(), bytes)
        .id();
  }
}
