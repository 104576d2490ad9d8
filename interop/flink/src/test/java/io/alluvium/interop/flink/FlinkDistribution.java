package io.alluvium.interop.flink;

import io.alluvium.cluster.ClusterAddress;
import io.alluvium.cluster.ClusterLibraries;
import io.alluvium.local.Loopback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Flink as others have it, with its own scripts: our connectors are in its lib folder, and its
 * settings are those of flink-conf.
 */
final class FlinkDistribution implements AutoCloseable {
  private static final String ADDRESS = "127.0.0.1";

  private final Path home;
  private final Path folder;
  private final int webPort;
  private final Deque<Process> running = new ArrayDeque<>();

  private FlinkDistribution(Path home, Path folder, int webPort) {
    this.home = home;
    this.folder = folder;
    this.webPort = webPort;
  }

  static FlinkDistribution of(Path home, Path checkout, Path folder) throws IOException {
    FlinkDistribution flink =
        new FlinkDistribution(home, folder, Loopback.port("Flink's web UI", 0));
    flink.layOutLibraries(ClusterLibraries.of(checkout));
    flink.layOutConfiguration(checkout.resolve("flink-conf/local"));
    return flink;
  }

  private void layOutLibraries(ClusterLibraries libraries) throws IOException {
    Path lib = Files.createDirectories(folder.resolve("lib"));
    List<Path> jars = new ArrayList<>(libraries.lib());
    // A part of the distribution's opt folder that pip's package lacks; the SQL client needs it.
    libraries.flink().stream()
        .filter(jar -> jar.getFileName().toString().startsWith("flink-sql-gateway"))
        .forEach(jars::add);
    try (Stream<Path> own = Files.list(home.resolve("lib"))) {
      own.forEach(jars::add);
    }
    for (Path jar : jars) {
      Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar);
    }
  }

  private void layOutConfiguration(Path profile) throws IOException {
    Path conf = Files.createDirectories(folder.resolve("conf"));
    try (Stream<Path> files = Files.list(home.resolve("conf"))) {
      for (Path file : files.toList()) {
        Files.copy(file, conf.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    String own =
        """

        jobmanager.rpc.address: %1$s
        jobmanager.rpc.port: %2$d
        jobmanager.bind-host: %1$s
        taskmanager.host: %1$s
        taskmanager.bind-host: %1$s
        rest.address: %1$s
        rest.bind-address: %1$s
        rest.port: %3$d
        execution.checkpointing.dir: %4$scheckpoints
        execution.checkpointing.savepoint-dir: %4$ssavepoints
        io.tmp.dirs: %5$s
        """
            .formatted(
                ADDRESS,
                Loopback.port("Flink", 0),
                webPort,
                folder.toUri(),
                Files.createDirectories(folder.resolve("tmp")));
    Files.writeString(
        conf.resolve("config.yaml"), Files.readString(profile.resolve("config.yaml")) + own);
  }

  ClusterAddress address() {
    return ClusterAddress.of(ADDRESS + ":" + webPort);
  }

  /** Starts a script that serves until this is closed. */
  void serve(String... script) throws IOException {
    running.push(builder(folder.resolve(script[0] + ".out"), script).start());
  }

  /** Runs a script to its end, and returns what it printed. */
  String run(String... script) throws IOException, InterruptedException {
    Path out = folder.resolve("last.out");
    Files.deleteIfExists(out);
    int code = builder(out, script).start().waitFor();
    String printed = Files.readString(out, StandardCharsets.UTF_8);
    if (code != 0) {
      throw new IllegalStateException(List.of(script) + " ended with " + code + ":\n" + printed);
    }
    return printed;
  }

  private ProcessBuilder builder(Path out, String... script) {
    List<String> command = new ArrayList<>(List.of(script));
    command.set(0, home.resolve("bin").resolve(script[0]).toString());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "JAVA_HOME", System.getProperty("java.home"),
                "FLINK_CONF_DIR", folder.resolve("conf").toString(),
                "FLINK_LIB_DIR", folder.resolve("lib").toString(),
                "FLINK_LOG_DIR", folder.toString(),
                "FLINK_PID_DIR", folder.toString()));
    return builder;
  }

  @Override
  public void close() throws Exception {
    while (!running.isEmpty()) {
      // The scripts replace themselves by Java.
      running.pop().destroyForcibly().waitFor();
    }
  }
}
