package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.maintenance.SinkPosition;
import io.alluvium.connectors.delta.sink.SavedCommits;
import io.alluvium.connectors.delta.sink.SavedCommits.LastCommit;
import io.alluvium.connectors.delta.sink.SavedCommits.PendingCommit;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.OperatorStateHandle;

/** Where a savepoint of a job with one sink leaves it. */
final class SavedPosition {
  private SavedPosition() {}

  private interface EntryReader<T> {
    T read(DataInputStream entry) throws IOException;
  }

  static SinkPosition of(String savepoint) throws IOException {
    Path metadata = Path.of(URI.create(savepoint)).resolve("_metadata");
    List<LastCommit> last = new ArrayList<>();
    List<List<PendingCommit>> pending = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
      for (OperatorState operator :
          Checkpoints.loadCheckpointMetadata(in, SavedPosition.class.getClassLoader(), savepoint)
              .getOperatorStates()) {
        last.addAll(entries(operator, SavedCommits.NUMBER, SavedCommits::number));
        pending.addAll(entries(operator, SavedCommits.PENDING, SavedCommits::pending));
      }
    }
    Map<Long, String> tokens = new HashMap<>();
    pending.forEach(
        commits -> commits.forEach(commit -> tokens.put(commit.number(), commit.token())));
    return new SinkPosition(
        last.get(0).sinkId(), last.get(0).number(), tokens, OptionalLong.empty(), Optional.empty());
  }

  private static <T> List<T> entries(OperatorState operator, String state, EntryReader<T> reader)
      throws IOException {
    List<T> entries = new ArrayList<>();
    for (OperatorSubtaskState subtask : operator.getStates()) {
      for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
        OperatorStateHandle.StateMetaInfo found =
            handle.getStateNameToPartitionOffsets().get(state);
        if (found != null) {
          try (FSDataInputStream in = handle.openInputStream()) {
            for (long offset : found.getOffsets()) {
              in.seek(offset);
              entries.add(reader.read(new DataInputStream(in)));
            }
          }
        }
      }
    }
    return entries;
  }
}
