package io.alluvium.models.compile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A lake of empty tables, in which queries are checked: compiling leaves the real one as it is, and
 * does not need it.
 */
final class ScratchLake implements AutoCloseable {
  private final Path folder;

  ScratchLake() {
    try {
      this.folder = Files.createTempDirectory("alluvium-compile");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String uri() {
    return folder.toUri().toString();
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
