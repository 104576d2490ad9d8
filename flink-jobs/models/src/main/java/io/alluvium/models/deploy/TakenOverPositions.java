package io.alluvium.models.deploy;

import io.alluvium.models.ModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;

/**
 * Lets sources begin where others had come to: exactly there, also in the middle of a version.
 *
 * @param former by the uid of a source, that of the source whose place it takes
 */
record TakenOverPositions(Map<String, String> former) {
  /**
   * Adds the positions to a checkpoint or savepoint, at once and in place: whatever else goes on
   * from it does so as before. Sources that have a position in it keep that.
   */
  void addTo(Path checkpoint) throws IOException {
    if (former.isEmpty()) {
      return;
    }
    CheckpointMetadata metadata = CheckpointFile.metadata(checkpoint);
    Map<OperatorID, OperatorState> states = new HashMap<>();
    metadata.getOperatorStates().forEach(state -> states.put(state.getOperatorID(), state));
    int before = states.size();
    former.forEach(
        (uid, formerUid) ->
            states.computeIfAbsent(SourcePositions.idOf(uid), id -> copy(id, states, formerUid)));
    if (states.size() == before) {
      return;
    }
    CheckpointFile.replace(
        checkpoint,
        new CheckpointMetadata(
            metadata.getCheckpointId(),
            states.values(),
            metadata.getMasterStates(),
            metadata.getCheckpointProperties()));
  }

  private static OperatorState copy(
      OperatorID id, Map<OperatorID, OperatorState> states, String formerUid) {
    OperatorState state = formerUid == null ? null : states.get(SourcePositions.idOf(formerUid));
    if (state == null) {
      throw new ModelException(
          "The checkpoint does not tell how far the source "
              + formerUid
              + " had come, so that no"
              + " other can go on from there; build its model anew with --full-refresh");
    }
    OperatorState copy = new OperatorState(id, state.getParallelism(), state.getMaxParallelism());
    for (int i = 0; i < state.getParallelism(); i++) {
      if (state.getState(i) != null) {
        copy.putState(i, state.getState(i));
      }
    }
    copy.setCoordinatorState(state.getCoordinatorState());
    return copy;
  }
}
