package io.alluvium.benchmarks.worker;

import io.alluvium.benchmarks.BenchmarkException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sides that there are, with their libraries. Those of a peer are fetched when it is first
 * asked for: they are not part of the build.
 */
public final class Sides {
  private static final String ENGINES = "io.alluvium.benchmarks.engines.";

  /** What the launchers of Flink and Spark open on Java 17. */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.lang",
          "java.base/java.lang.invoke",
          "java.base/java.lang.reflect",
          "java.base/java.io",
          "java.base/java.net",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/jdk.internal.ref",
          "java.base/sun.nio.ch",
          "java.base/sun.nio.cs",
          "java.base/sun.security.action",
          "java.base/sun.util.calendar");

  private final Path installation;
  private final PrintWriter progress;

  /**
   * @param installation the checkout
   */
  public Sides(Path installation, PrintWriter progress) {
    this.installation = installation;
    this.progress = progress;
  }

  /** The checkout. */
  public Path installation() {
    return installation;
  }

  /** An engine of this module, with the libraries that this process has. */
  public Side own(String name, String engine, String settings) {
    return new Side(
        name, ENGINES + engine, System.getProperty("java.class.path"), javaOptions(), settings);
  }

  /** An engine of this module, with a peer's libraries for Flink besides. */
  public Side inFlink(String peer, String engine, String settings) {
    return new Side(
        peer,
        ENGINES + engine,
        System.getProperty("java.class.path") + ":" + libraries(peer),
        javaOptions(),
        settings);
  }

  /** An engine of the peer's own module, on top of the libraries that this process has. */
  public Side flinkCdc(String engine, String settings) {
    return new Side(
        "flink-cdc",
        "io.alluvium.benchmarks.flinkcdc." + engine,
        System.getProperty("java.class.path")
            + ":"
            + module("flink-cdc").resolve("target/classes")
            + ":"
            + libraries("flink-cdc"),
        javaOptions(),
        settings);
  }

  /** An engine of the module of peers that write to Redis. */
  public Side redis(String peer, String engine, String settings) {
    return new Side(
        peer,
        "io.alluvium.benchmarks.redis." + engine,
        module("redis").resolve("target/classes") + ":" + libraries("redis"),
        javaOptions(),
        settings);
  }

  public Side spark(String engine, String settings) {
    return new Side(
        "spark",
        "io.alluvium.benchmarks.spark." + engine,
        module("spark").resolve("target/classes") + ":" + libraries("spark"),
        javaOptions(),
        settings);
  }

  /** The same for every side. */
  private static List<String> javaOptions() {
    List<String> options =
        new ArrayList<>(List.of("-Xms1g", "-Xmx1g", "-XX:+UseParallelGC", "-Duser.timezone=UTC"));
    for (String opened : OPENED) {
      options.add("--add-opens=" + opened + "=ALL-UNNAMED");
    }
    return options;
  }

  private Path module(String peer) {
    return installation.resolve("benchmarks/peers").resolve(peer);
  }

  private String libraries(String peer) {
    Path file = module(peer).resolve("target/class-path");
    try {
      if (!Files.exists(file) || isOlder(file, module(peer).resolve("src"))) {
        Files.deleteIfExists(file);
        fetch(peer);
      }
      return Files.readString(file).trim();
    } catch (IOException e) {
      throw new BenchmarkException("Cannot read " + file, e);
    }
  }

  /** Whether a file in the folder was changed after the file was made. */
  private static boolean isOlder(Path file, Path folder) throws IOException {
    FileTime made = Files.getLastModifiedTime(file);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path source : files.toList()) {
        if (Files.getLastModifiedTime(source).compareTo(made) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  private void fetch(String peer) throws IOException {
    progress.println("Fetching the libraries of the peer " + peer + ": once.");
    progress.flush();
    Path log = Files.createTempFile("alluvium-peer", ".log");
    Process build =
        new ProcessBuilder(
                "mvn",
                "-q",
                "-B",
                "-ntp",
                "-DskipTests",
                "-Dspotless.check.skip=true",
                "-Ppeers",
                "-pl",
                "benchmarks/peers/" + peer,
                "-am",
                "package")
            .directory(installation.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (build.waitFor() != 0) {
        throw new BenchmarkException(
            "The peer " + peer + " could not be built with Maven; its log is " + log);
      }
      Files.delete(log);
    } catch (InterruptedException e) {
      build.destroy();
      Thread.currentThread().interrupt();
      throw new BenchmarkException("Interrupted while the peer " + peer + " was built", e);
    }
  }
}
