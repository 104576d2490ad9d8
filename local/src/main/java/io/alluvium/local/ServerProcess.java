package io.alluvium.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that runs a program out of a service's own folder: the service's server, or what a
 * killed process has left of it. Files with process numbers are not trusted, for a number may
 * belong to another process by now, and a server that has just begun has not written one.
 */
final class ServerProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
  private static final Path PROCESSES = Path.of("/proc");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String service;
  private final long pid;
  private final String programs;

  private ServerProcess(String service, long pid, String programs) {
    this.service = service;
    this.pid = pid;
    this.programs = programs;
  }

  /** The running processes of a service, of which nothing else runs programs in that folder. */
  static List<ServerProcess> runningFrom(String service, Path programs) throws IOException {
    List<ServerProcess> running = new ArrayList<>();
    try (DirectoryStream<Path> numbers = Files.newDirectoryStream(PROCESSES, "[1-9]*")) {
      for (Path number : numbers) {
        ServerProcess process =
            new ServerProcess(
                service, Long.parseLong(number.getFileName().toString()), programs + "/");
        if (process.isAlive()) {
          running.add(process);
        }
      }
    }
    return running;
  }

  /** Ends what a killed process has left. */
  static void stopLeftOver(String service, Path programs, String signal)
      throws IOException, InterruptedException {
    for (ServerProcess process : runningFrom(service, programs)) {
      process.stop(signal);
    }
  }

  /** A process that has ended but that nobody has waited for has no command line any more. */
  boolean isAlive() {
    return commandLine().startsWith(programs);
  }

  private String commandLine() {
    try {
      return Files.readString(
          PROCESSES.resolve(Long.toString(pid)).resolve("cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // It has ended, or is another user's and thus not ours.
      return "";
    }
  }

  /**
   * Ends the process in an orderly way.
   *
   * @param signal that makes it end without waiting for its clients
   * @throws LocalServiceException where it does not end
   */
  void stop(String signal) throws IOException, InterruptedException {
    LOG.info("Stopping {}, process {}", service, pid);
    new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    if (!Deadline.in(PATIENCE).await(() -> !isAlive())) {
      throw new LocalServiceException(
          String.format(
              "%s (process %d) does not stop. End it with 'kill -9 %d' and start again.",
              service, pid, pid));
    }
  }
}
