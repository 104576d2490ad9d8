package io.alluvium.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The alluvium command in a process of its own, as the launcher starts it. */
final class AlluviumProcess {
  private final Process process;
  private final Path out;
  private final Path err;

  private AlluviumProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** The command without its arguments; its log is in the folder. */
  static List<String> command(Path folder) throws IOException {
    Path installation = Path.of("..").toRealPath();
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xms256m",
        "-Xmx1536m",
        "-XX:MaxDirectMemorySize=512m",
        "-XX:MaxMetaspaceSize=512m",
        "-XX:+UseParallelGC",
        "-Dalluvium.installation=" + installation,
        "-Dalluvium.log=" + folder.resolve("alluvium.log"),
        // Not the one of the tests, which would come first.
        "-Dlog4j2.configurationFile="
            + installation.resolve("cli/target/classes/log4j2.properties"),
        "-cp",
        System.getProperty("java.class.path"),
        Alluvium.class.getName());
  }

  static AlluviumProcess start(Path folder, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(command(folder));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new AlluviumProcess(process, out, err);
  }

  /** The demo on free ports. */
  static AlluviumProcess demo(Path folder, Path home, String... arguments) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "demo",
                "--home",
                home.toString(),
                "--web-port",
                "0",
                "--postgres-port",
                "0",
                "--kafka-port",
                "0",
                "--redis-port",
                "0"));
    all.addAll(List.of(arguments));
    return start(folder, all.toArray(String[]::new));
  }

  /** Waits at most so long, and says whether the process has ended. */
  boolean hasEndedWithin(Duration duration) throws InterruptedException {
    return process.waitFor(duration.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * The exit code.
   *
   * @throws IllegalStateException with what was printed, where the process goes on for longer
   */
  int await(Duration atMost) throws InterruptedException, IOException {
    if (!hasEndedWithin(atMost)) {
      kill();
      throw new IllegalStateException("not ended within " + atMost + ":\n" + out() + err());
    }
    return process.exitValue();
  }

  /** As {@code kill -9} does it. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** As Ctrl-C and {@code kill} do it. */
  void terminate() {
    process.destroy();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String out() throws IOException {
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  String err() throws IOException {
    return Files.readString(err, StandardCharsets.UTF_8);
  }
}
