package io.alluvium.connectors.delta.sink;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.metrics.groups.InternalSinkCommitterMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.apache.flink.streaming.runtime.operators.sink.committables.CommittableCollectorSerializer;

/** What the sinks' operators write into a checkpoint of their commits, for those who look at it. */
@Internal
public final class SavedCommits {
  /** The list state of sinks of one table with the number of its last commit. */
  public static final String NUMBER = "commit-number";

  /** The list state of sinks with the numbers of their tables' last commits. */
  public static final String NUMBERS = "commit-numbers";

  /** The list state in which Flink keeps commits until it is told that they are made. */
  public static final String PENDING = "streaming_committer_raw_states";

  private SavedCommits() {}

  /**
   * The last commit of a sink to a table.
   *
   * @param tablePath null where the sink has one table, which it does not name
   */
  public record LastCommit(String sinkId, @Nullable String tablePath, long number) {}

  /** A commit that the checkpoint brings along. */
  public record PendingCommit(String sinkId, long number, String token) {}

  /** Reads an entry of {@link #NUMBER}. */
  public static LastCommit number(DataInputStream entry) throws IOException {
    DataInputViewStreamWrapper in = new DataInputViewStreamWrapper(entry);
    return new LastCommit(
        StringSerializer.INSTANCE.deserialize(in), null, LongSerializer.INSTANCE.deserialize(in));
  }

  /** Reads an entry of {@link #NUMBERS}. */
  public static LastCommit ofTable(DataInputStream entry) throws IOException {
    DataInputViewStreamWrapper in = new DataInputViewStreamWrapper(entry);
    return new LastCommit(
        StringSerializer.INSTANCE.deserialize(in),
        StringSerializer.INSTANCE.deserialize(in),
        LongSerializer.INSTANCE.deserialize(in));
  }

  /** Reads an entry of {@link #PENDING}; none for another connector's. */
  public static List<PendingCommit> pending(DataInputStream entry) throws IOException {
    byte[] bytes = new byte[entry.readInt()];
    entry.readFully(bytes);
    List<PendingCommit> found = new ArrayList<>();
    SimpleVersionedSerialization.readVersionAndDeSerialize(
        new CommittableCollectorSerializer<>(
            new Recording(found),
            0,
            1,
            InternalSinkCommitterMetricGroup.wrap(
                UnregisteredMetricGroups.createUnregisteredOperatorMetricGroup())),
        bytes);
    return found;
  }

  /** Flink's collection of commits does not show them, but has them read. */
  private record Recording(List<PendingCommit> found)
      implements SimpleVersionedSerializer<DeltaCommittable> {
    @Override
    public int getVersion() {
      return DeltaCommittableSerializer.INSTANCE.getVersion();
    }

    @Override
    public byte[] serialize(DeltaCommittable committable) throws IOException {
      return DeltaCommittableSerializer.INSTANCE.serialize(committable);
    }

    @Override
    public DeltaCommittable deserialize(int version, byte[] serialized) throws IOException {
      DeltaCommittable committable =
          DeltaCommittableSerializer.INSTANCE.deserialize(version, serialized);
      found.add(
          new PendingCommit(
              committable.commit().sinkId(),
              committable.commit().sequence(),
              committable.commit().token()));
      return committable;
    }
  }
}
