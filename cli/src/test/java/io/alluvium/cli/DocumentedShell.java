package io.alluvium.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A shell in a folder that looks like a checkout, so that what the documentation prints can be run
 * as it is: {@code ./alluvium} is the command of this build, and the folders of the checkout are
 * there. What commands write, they write into this folder.
 */
final class DocumentedShell {
  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  /**
   * @param folder that is empty
   */
  DocumentedShell(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder).toRealPath();
    try (Stream<Path> entries = Files.list(DocumentedSection.checkout())) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (!name.startsWith(".") && !name.equals("alluvium")) {
          Files.createSymbolicLink(folder.resolve(name), entry);
        }
      }
    }
    Path launcher = folder.resolve("alluvium");
    String command =
        AlluviumProcess.command(folder).stream()
            .map(DocumentedShell::quoted)
            .collect(Collectors.joining(" "));
    Files.writeString(launcher, "#!/bin/sh\nexec " + command + " \"$@\"\n");
    launcher.toFile().setExecutable(true);
  }

  Path folder() {
    return folder;
  }

  /** For all commands from now on. */
  DocumentedShell with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** A file that the reader makes as the page shows it. */
  void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  /**
   * Runs lines until they end; the first that fails ends them.
   *
   * @throws IllegalStateException with what was printed, where they go on for longer
   */
  CommandRun run(String lines, Duration atMost) throws IOException, InterruptedException {
    try (Running running = start(lines)) {
      return running.await(atMost);
    }
  }

  /** Starts lines the last of which goes on until it is stopped. */
  Running start(String lines) throws IOException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        // With something behind the last line: in its place the shell would become it.
        new ProcessBuilder(List.of("bash", "-e", "-c", lines + "\n:"))
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    return new Running(builder.start(), out, err);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** Lines that run. */
  record Running(Process shell, Path out, Path err) implements AutoCloseable {

    boolean isAlive() {
      return shell.isAlive();
    }

    /** What people are told so far. */
    String told() throws IOException {
      return Files.readString(err, StandardCharsets.UTF_8);
    }

    /** What was printed so far. */
    String printed() throws IOException {
      return Files.readString(out, StandardCharsets.UTF_8);
    }

    /** As Ctrl-C does it: the commands end, not the shell. */
    CommandRun stop(Duration atMost) throws IOException, InterruptedException {
      shell.children().forEach(ProcessHandle::destroy);
      return await(atMost);
    }

    CommandRun await(Duration atMost) throws IOException, InterruptedException {
      if (!shell.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "not ended within " + atMost + ":\n" + Files.readString(out) + told());
      }
      return new CommandRun(shell.exitValue(), Files.readString(out), told());
    }

    /** Whatever still runs is killed. */
    @Override
    public void close() {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }
  }
}
