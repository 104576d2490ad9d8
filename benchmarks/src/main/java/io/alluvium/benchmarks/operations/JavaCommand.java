package io.alluvium.benchmarks.operations;

import io.alluvium.benchmarks.BenchmarkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Commands that a user gives a cluster, each a process of its own: what it takes to start counts.
 *
 * @param configuration the folder that {@code FLINK_CONF_DIR} names
 * @param installation the checkout
 * @param folder that the output goes to
 */
public record JavaCommand(Path configuration, Path installation, Path folder) {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final List<String> OPENED =
      List.of(
          "lang", "lang.reflect", "net", "io", "nio", "text", "time", "util", "util.concurrent");

  /** Runs {@code ./alluvium} with the arguments. */
  public String alluvium(String... arguments) throws IOException, InterruptedException {
    // By name: the command is made of this module, not the other way round.
    return run("io.alluvium.cli.Alluvium", List.of(arguments));
  }

  /** Runs {@code flink} with the arguments. */
  public String flink(String... arguments) throws IOException, InterruptedException {
    return run("org.apache.flink.client.cli.CliFrontend", List.of(arguments));
  }

  private String run(String mainClass, List<String> arguments)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path output = Files.createTempFile(folder, "command", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As the launcher of alluvium sets it, and for both commands.
    command.addAll(List.of("-Xms256m", "-Xmx1536m", "-XX:+UseParallelGC"));
    OPENED.forEach(name -> command.add("--add-opens=java.base/java." + name + "=ALL-UNNAMED"));
    command.add("-Dalluvium.installation=" + installation);
    command.add("-Dalluvium.log=" + folder.resolve("alluvium.log"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("FLINK_CONF_DIR", configuration.toString());
    Process process = builder.start();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new BenchmarkException(
            String.join(" ", arguments) + " does not end; its output is " + output);
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new BenchmarkException(
          String.join(" ", arguments)
              + " failed with "
              + process.exitValue()
              + "; its output is "
              + output);
    }
    return Files.readString(output, StandardCharsets.UTF_8);
  }
}
