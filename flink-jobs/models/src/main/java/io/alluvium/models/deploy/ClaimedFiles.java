package io.alluvium.models.deploy;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.runtime.state.filesystem.RelativeFileStateHandle;

/**
 * Lets the checkpoints of a job go on using the files of the savepoint that it was restored from.
 *
 * <p>A savepoint in the native format names its files relative to its own folder. Flink 1.20 copies
 * such a name into the incremental checkpoints that use the file, where it is relative to theirs,
 * so that they cannot be restored (FLINK-39964).
 */
final class ClaimedFiles {
  private ClaimedFiles() {}

  /** Makes a savepoint, which is no longer moved then, name the files of RocksDB by whole paths. */
  static void nameIn(Path savepoint) throws IOException {
    CheckpointMetadata metadata = CheckpointFile.metadata(savepoint);
    boolean changed = false;
    for (OperatorState operator : metadata.getOperatorStates()) {
      for (OperatorSubtaskState subtask : operator.getStates()) {
        for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
          if (handle instanceof IncrementalRemoteKeyedStateHandle files) {
            changed |= name(files);
          }
        }
      }
    }
    if (changed) {
      CheckpointFile.replace(savepoint, metadata);
    }
  }

  private static boolean name(IncrementalRemoteKeyedStateHandle files) {
    boolean changed = false;
    for (HandleAndLocalPath file : files.getSharedState()) {
      if (file.getHandle() instanceof RelativeFileStateHandle relative) {
        file.replaceHandle(new FileStateHandle(relative.getFilePath(), relative.getStateSize()));
        changed = true;
      }
    }
    return changed;
  }
}
