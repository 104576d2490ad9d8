package io.alluvium.models.deploy;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.OperatorStateHandle;

/** What operators have written into a checkpoint, but for their keyed state. */
final class CheckpointFile {
  private CheckpointFile() {}

  /** Takes one entry of a list state. */
  @FunctionalInterface
  interface EntryReader {
    void read(DataInputStream entry) throws IOException;
  }

  /**
   * @throws IOException where the checkpoint is not there any more, or cannot be read
   */
  static List<OperatorState> operators(Path checkpoint) throws IOException {
    return operators(checkpoint.toUri().toString());
  }

  /**
   * @param checkpoint a URI, of any file system that is set up
   * @throws IOException where the checkpoint is not there any more, or cannot be read
   */
  static List<OperatorState> operators(String checkpoint) throws IOException {
    org.apache.flink.core.fs.Path metadata =
        new org.apache.flink.core.fs.Path(checkpoint, "_metadata");
    FileSystem files = metadata.getFileSystem();
    try (FSDataInputStream in = files.open(metadata);
        DataInputStream data = new DataInputStream(in)) {
      return List.copyOf(
          Checkpoints.loadCheckpointMetadata(
                  data, CheckpointFile.class.getClassLoader(), checkpoint)
              .getOperatorStates());
    }
  }

  /** Reads the entries of one list state of an operator, of all its tasks. */
  static void read(OperatorState operator, String name, EntryReader reader) throws IOException {
    for (OperatorSubtaskState subtask : operator.getStates()) {
      for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
        OperatorStateHandle.StateMetaInfo state = handle.getStateNameToPartitionOffsets().get(name);
        if (state != null) {
          read(handle, state.getOffsets(), reader);
        }
      }
    }
  }

  private static void read(OperatorStateHandle handle, long[] offsets, EntryReader reader)
      throws IOException {
    if (offsets.length == 0) {
      return;
    }
    try (FSDataInputStream in = handle.openInputStream()) {
      for (long offset : offsets) {
        in.seek(offset);
        reader.read(new DataInputStream(in));
      }
    }
  }
}
