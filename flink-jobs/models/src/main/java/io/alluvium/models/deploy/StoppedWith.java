package io.alluvium.models.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.stream.Stream;

/** The savepoints that an attempt of a job was stopped with, as they lie in its folder. */
final class StoppedWith {
  private static final String METADATA = "_metadata";

  private StoppedWith() {}

  /** The newest; its metadata is what Flink writes last. */
  static Optional<Path> newestIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    Path newest = null;
    try (Stream<Path> savepoints = Files.list(folder)) {
      for (Path savepoint : savepoints.toList()) {
        if (Files.exists(savepoint.resolve(METADATA))
            && (newest == null || isOlder(newest, savepoint))) {
          newest = savepoint;
        }
      }
    }
    return Optional.ofNullable(newest);
  }

  /** Whether one was completed before another. */
  static boolean isOlder(Path one, Path other) throws IOException {
    return written(one).compareTo(written(other)) < 0;
  }

  private static FileTime written(Path checkpoint) throws IOException {
    return Files.getLastModifiedTime(checkpoint.resolve(METADATA));
  }
}
