package io.alluvium.models.deploy;

import io.alluvium.connectors.delta.source.enumerator.DeltaEnumeratorState;
import io.alluvium.connectors.delta.source.enumerator.DeltaEnumeratorStateSerializer;
import io.alluvium.connectors.delta.source.split.ChangelogSplit;
import io.alluvium.connectors.delta.source.split.DeltaSourceSplit;
import io.alluvium.connectors.delta.source.split.DeltaSourceSplitSerializer;
import io.alluvium.connectors.delta.source.split.FileSplit;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.apache.flink.shaded.guava31.com.google.common.hash.Hashing;

/**
 * How far the sources of Delta tables had read when a checkpoint was made. Whatever they had read
 * is in the state and the tables of that checkpoint.
 */
final class SourcePositions {
  private static final String READER_STATE = "SourceReaderState";

  private final Map<OperatorID, OperatorState> states = new HashMap<>();

  private SourcePositions(Iterable<OperatorState> operators) {
    operators.forEach(state -> states.put(state.getOperatorID(), state));
  }

  /**
   * @throws IOException where the checkpoint is not there any more, or cannot be read
   */
  static SourcePositions of(Path checkpoint) throws IOException {
    return new SourcePositions(CheckpointFile.operators(checkpoint));
  }

  /**
   * @param checkpoint a URI
   * @throws IOException where the checkpoint is not there any more, or cannot be read
   */
  static SourcePositions of(String checkpoint) throws IOException {
    return new SourcePositions(CheckpointFile.operators(checkpoint));
  }

  /**
   * The oldest version of its table that a source goes on with; empty where it has not begun, or is
   * not known.
   */
  OptionalLong goesOnWith(String uid) throws IOException {
    OperatorState state = states.get(idOf(uid));
    if (state == null || state.getCoordinatorState() == null) {
      return OptionalLong.empty();
    }
    DeltaEnumeratorState enumerator = enumerator(state.getCoordinatorState());
    if (enumerator.nextVersion() == DeltaEnumeratorState.NOT_STARTED) {
      return OptionalLong.empty();
    }
    // A split of changes follows the log by itself, behind what the enumerator has found.
    OptionalLong following =
        unread(state, enumerator).stream()
            .filter(ChangelogSplit.class::isInstance)
            .mapToLong(SourcePositions::versionOf)
            .min();
    return following.isPresent() ? following : OptionalLong.of(enumerator.nextVersion());
  }

  /** Whether a source had read a version of its table, and all before. */
  boolean hasRead(String uid, long version) throws IOException {
    OperatorState state = states.get(idOf(uid));
    if (state == null || state.getCoordinatorState() == null) {
      return false;
    }
    DeltaEnumeratorState enumerator = enumerator(state.getCoordinatorState());
    if (enumerator.nextVersion() == DeltaEnumeratorState.NOT_STARTED) {
      return false;
    }
    List<DeltaSourceSplit> unread = unread(state, enumerator);
    boolean followsByItself = unread.stream().anyMatch(ChangelogSplit.class::isInstance);
    return (followsByItself || enumerator.nextVersion() > version)
        && unread.stream().allMatch(split -> versionOf(split) > version);
  }

  private static List<DeltaSourceSplit> unread(OperatorState state, DeltaEnumeratorState enumerator)
      throws IOException {
    List<DeltaSourceSplit> unread = new ArrayList<>(enumerator.pending());
    DeltaSourceSplitSerializer serializer = new DeltaSourceSplitSerializer();
    CheckpointFile.read(
        state,
        READER_STATE,
        entry -> {
          byte[] bytes = new byte[entry.readInt()];
          entry.readFully(bytes);
          unread.add(SimpleVersionedSerialization.readVersionAndDeSerialize(serializer, bytes));
        });
    return unread;
  }

  private static long versionOf(DeltaSourceSplit split) {
    return split instanceof ChangelogSplit changes
        ? changes.version()
        : ((FileSplit) split).version();
  }

  /** As Flink's coordinator of sources writes it. */
  private static DeltaEnumeratorState enumerator(ByteStreamStateHandle handle) throws IOException {
    try (DataInputStream in = new DataInputStream(handle.openInputStream())) {
      in.readInt();
      int version = in.readInt();
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      return new DeltaEnumeratorStateSerializer().deserialize(version, bytes);
    }
  }

  /** As Flink makes it of a uid. */
  static OperatorID idOf(String uid) {
    return new OperatorID(Hashing.murmur3_128(0).hashString(uid, StandardCharsets.UTF_8).asBytes());
  }
}
