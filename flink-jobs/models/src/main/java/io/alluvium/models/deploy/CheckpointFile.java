package io.alluvium.models.deploy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.OperatorStateHandle;

/** The metadata of a checkpoint, and what operators have written into it but for keyed state. */
final class CheckpointFile {
  private static final String METADATA = "_metadata";

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
    return List.copyOf(metadata(checkpoint).getOperatorStates());
  }

  /**
   * @throws IOException where the checkpoint is not there any more, or cannot be read
   */
  static CheckpointMetadata metadata(Path checkpoint) throws IOException {
    return metadata(checkpoint.toUri().toString());
  }

  private static CheckpointMetadata metadata(String checkpoint) throws IOException {
    org.apache.flink.core.fs.Path metadata =
        new org.apache.flink.core.fs.Path(checkpoint, METADATA);
    FileSystem files = metadata.getFileSystem();
    try (FSDataInputStream in = files.open(metadata);
        DataInputStream data = new DataInputStream(in)) {
      return Checkpoints.loadCheckpointMetadata(
          data, CheckpointFile.class.getClassLoader(), checkpoint);
    }
  }

  /** Writes the metadata of a checkpoint anew, at once. */
  static void replace(Path checkpoint, CheckpointMetadata metadata) throws IOException {
    Path whole = checkpoint.resolve(METADATA + ".new");
    try (OutputStream out = Files.newOutputStream(whole)) {
      Checkpoints.storeCheckpointMetadata(metadata, out);
    }
    Files.move(
        whole,
        checkpoint.resolve(METADATA),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
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
