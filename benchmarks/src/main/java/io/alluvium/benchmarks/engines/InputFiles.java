package io.alluvium.benchmarks.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.apache.flink.core.fs.Path;

/** The first files of a folder, by name. */
final class InputFiles {

  private InputFiles() {}

  static Path[] first(java.nio.file.Path folder, int count) throws IOException {
    try (Stream<java.nio.file.Path> files = Files.list(folder)) {
      return files.sorted().limit(count).map(file -> new Path(file.toUri())).toArray(Path[]::new);
    }
  }
}
