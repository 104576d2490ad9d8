package io.alluvium.benchmarks.tables;

import io.alluvium.benchmarks.BenchmarkException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The dbt projects among this module's resources, as folders. */
public final class ProjectFolder {

  private ProjectFolder() {}

  /**
   * Copies a project.
   *
   * @param to a folder that is made
   * @return the folder
   */
  public static Path copy(String project, Path to) throws IOException {
    URL found = ProjectFolder.class.getResource("/models/" + project);
    if (found == null) {
      throw new BenchmarkException("There is no project " + project);
    }
    try {
      URI uri = found.toURI();
      if (!uri.getScheme().equals("jar")) {
        copyAll(Path.of(uri), to);
        return to;
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        copyAll(jar.provider().getPath(uri), to);
      }
      return to;
    } catch (URISyntaxException e) {
      throw new BenchmarkException("Not an address: " + found, e);
    }
  }

  private static void copyAll(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
