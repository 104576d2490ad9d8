package io.alluvium.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jars of a session cluster.
 *
 * @param flink Flink's own, which its distribution has as well
 * @param lib connectors, functions, and what the jobs' jars need
 */
public record ClusterLibraries(List<Path> flink, List<Path> lib) {

  /**
   * Those of an installation.
   *
   * @throws ClusterException where it was not built
   */
  public static ClusterLibraries of(Path installation) {
    Path target = installation.resolve("cluster").resolve("libraries").resolve("target");
    return new ClusterLibraries(jars(target.resolve("flink")), jars(target.resolve("lib")));
  }

  private static List<Path> jars(Path file) {
    try {
      return Stream.of(Files.readString(file).trim().split(File.pathSeparator))
          .map(Path::of)
          .toList();
    } catch (IOException e) {
      throw new ClusterException(
          "The installation was not built: "
              + file
              + " is missing. Build it ('mvn -DskipTests package'; './alluvium' does it by itself)",
          e);
    }
  }

  /** Of the processes; connectors first, as in Flink's own scripts. */
  public String classPath() {
    return String.join(
        File.pathSeparator,
        Stream.concat(lib.stream(), flink.stream()).map(Path::toString).toList());
  }
}
