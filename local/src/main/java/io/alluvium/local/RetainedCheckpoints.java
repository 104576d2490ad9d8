package io.alluvium.local;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints that the runs of one job have left behind: {@code <folder>/<job
 * id>/chk-<number>}. A process that is killed may leave several, and a last one that is incomplete.
 */
final class RetainedCheckpoints {
  private static final Logger LOG = LoggerFactory.getLogger(RetainedCheckpoints.class);
  private static final String METADATA = "_metadata";
  private static final String PREFIX = "chk-";

  private final Path folder;

  RetainedCheckpoints(Path folder) {
    this.folder = folder;
  }

  private record Checkpoint(Path path, FileTime written, long number) {}

  /**
   * The newest that can be restored. A job may be running: it removes a checkpoint when a later one
   * is complete, also while this looks, so that only what stood still is believed.
   */
  Optional<Path> newest() throws IOException {
    while (true) {
      List<Path> seen = all();
      try {
        Optional<Path> newest = newestOf(seen);
        if (seen.equals(all())) {
          return newest;
        }
      } catch (NoSuchFileException e) {
        LOG.debug("Looking again, since a checkpoint is gone: {}", e.getFile());
      }
    }
  }

  /**
   * Looks at former ones first: if one is gone, a later one has been complete before.
   *
   * @throws NoSuchFileException where one is gone that was complete a moment ago
   */
  private static Optional<Path> newestOf(List<Path> checkpoints) throws IOException {
    List<Checkpoint> written = new ArrayList<>();
    for (Path checkpoint : checkpoints) {
      written(checkpoint)
          .ifPresent(time -> written.add(new Checkpoint(checkpoint, time, number(checkpoint))));
    }
    written.sort(
        Comparator.comparing(Checkpoint::written).thenComparing(Checkpoint::number).reversed());
    for (Checkpoint checkpoint : written) {
      if (isComplete(checkpoint.path())) {
        return Optional.of(checkpoint.path());
      }
    }
    return Optional.empty();
  }

  /** When a checkpoint was completed; empty where it was not, or is gone. */
  private static Optional<FileTime> written(Path checkpoint) throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(checkpoint.resolve(METADATA)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Removes what is not needed to restore one checkpoint: no later run owns the others, so that
   * they would stay for ever. State files that checkpoints share are kept.
   */
  void discardOthers(Path restored) throws IOException {
    for (Path checkpoint : all()) {
      if (!checkpoint.equals(restored)) {
        ServiceDirectory.delete(checkpoint);
      }
    }
  }

  /** In the order of their numbers. */
  private List<Path> all() throws IOException {
    List<Path> checkpoints = new ArrayList<>();
    for (Path run : children(folder)) {
      for (Path child : children(run)) {
        if (child.getFileName().toString().matches(PREFIX + "\\d{1,18}")) {
          checkpoints.add(child);
        }
      }
    }
    checkpoints.sort(
        Comparator.comparingLong(RetainedCheckpoints::number)
            .thenComparing(Comparator.naturalOrder()));
    return checkpoints;
  }

  private static List<Path> children(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring(PREFIX.length()));
  }

  private static boolean isComplete(Path checkpoint) throws NoSuchFileException {
    Path metadata = checkpoint.resolve(METADATA);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(metadata)))) {
      Checkpoints.loadCheckpointMetadata(
          in, RetainedCheckpoints.class.getClassLoader(), checkpoint.toString());
      return true;
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      LOG.warn("Passing over the checkpoint {}, which is incomplete: {}", checkpoint, e.toString());
      return false;
    }
  }
}
