package io.alluvium.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that runs in a process of its own and has noted its number in a file. The number alone
 * proves nothing, since numbers are used again: the command line must name a path of the service.
 */
final class ServerProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String service;
  private final long pid;
  private final String path;

  private ServerProcess(String service, long pid, String path) {
    this.service = service;
    this.pid = pid;
    this.path = path;
  }

  /**
   * The running server that has noted its number, if it runs.
   *
   * @param pidFile its first line is the process number
   * @param path appears on the server's command line, and on no other service's
   */
  static Optional<ServerProcess> find(String service, Path pidFile, Path path) throws IOException {
    String number = firstLine(pidFile);
    if (!number.matches("[1-9]\\d{0,9}")) {
      return Optional.empty();
    }
    ServerProcess server =
        new ServerProcess(service, Long.parseLong(number), path.toAbsolutePath().toString());
    return server.isAlive() ? Optional.of(server) : Optional.empty();
  }

  private static String firstLine(Path file) throws IOException {
    try {
      return Files.readString(file).lines().findFirst().orElse("").trim();
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  long pid() {
    return pid;
  }

  /** A process that has ended but that nobody has waited for has no command line any more. */
  boolean isAlive() throws IOException {
    try {
      byte[] commandLine = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
      return new String(commandLine, StandardCharsets.UTF_8).contains(path);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      // The process ended between the opening and the reading of the file.
      if (Files.exists(Path.of("/proc/" + pid))) {
        throw e;
      }
      return false;
    }
  }

  /**
   * Ends the server in an orderly way.
   *
   * @param signal that makes it end without waiting for its clients
   * @throws LocalServiceException where it does not end
   */
  void stop(String signal) throws IOException, InterruptedException {
    LOG.info("Stopping {}, process {}", service, pid);
    Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid).start();
    kill.waitFor();
    if (!Deadline.in(PATIENCE).await(() -> !isAlive())) {
      throw new LocalServiceException(
          String.format(
              "%s (process %d) does not stop. End it with 'kill -9 %d' and start again.",
              service, pid, pid));
    }
  }
}
