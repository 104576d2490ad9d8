package io.alluvium.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis server that logs every write to an append-only file in its directory. What it has
 * acknowledged survives the end of this process and of the server, killed or not; a power failure
 * costs at most the last second. A server that a killed process has left behind is ended at the
 * next start.
 */
public final class LocalRedis implements AutoCloseable {
  private static final String NAME = "Redis";
  private static final Duration STARTUP = Duration.ofSeconds(60);
  private static final String ORDERLY_SHUTDOWN = "TERM";

  private final ServerProcess server;
  private final int port;

  private LocalRedis(ServerProcess server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts the server and waits until it has loaded its data.
   *
   * @param directory for binary, data and log; made where it is absent
   * @param port to listen on; 0 for any free one
   * @throws LocalServiceException where the port is busy, the directory cannot be used, or the
   *     server does not start
   */
  public static LocalRedis start(Path directory, int port) throws IOException {
    ServiceDirectory home = ServiceDirectory.open(NAME, directory);
    Path configuration = home.resolve("redis.conf");
    try {
      Path programs = Files.createDirectories(home.resolve("programs"));
      ServerProcess.stopLeftOver(NAME, programs, ORDERLY_SHUTDOWN);
      int free = Loopback.port(NAME, port);
      Files.createDirectories(home.data());
      Files.write(configuration, settings(home, free));
      launch(home, programs, configuration);
      return new LocalRedis(awaitServer(home, programs, free), free);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + NAME + " started", e);
    }
  }

  private static List<String> settings(ServiceDirectory home, int port) {
    return List.of(
        "bind " + Loopback.ADDRESS,
        "port " + port,
        // A daemon is in no terminal's process group: Ctrl-C does not end it before the jobs.
        "daemonize yes",
        // The command line stays the one that tells whose server it is.
        "set-proc-title no",
        "pidfile " + quoted(home.resolve("redis.pid")),
        "logfile " + quoted(log(home)),
        "dir " + quoted(home.data()),
        "save \"\"",
        "appendonly yes",
        "appendfsync everysec");
  }

  private static String quoted(Path path) {
    return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static Path log(ServiceDirectory home) {
    return home.resolve("redis.log");
  }

  private static void launch(ServiceDirectory home, Path programs, Path configuration)
      throws IOException, InterruptedException {
    Path executable = ExecutableProvider.newJarResourceProvider(programs.toFile()).get().toPath();
    Process launcher =
        new ProcessBuilder(executable.toString(), configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("launch.log").toFile())
            .start();
    if (launcher.waitFor() != 0) {
      throw new LocalServiceException(
          NAME + " does not start: " + home.endOf(home.resolve("launch.log")));
    }
  }

  private static ServerProcess awaitServer(ServiceDirectory home, Path programs, int port)
      throws IOException, InterruptedException {
    RedisPing ping = new RedisPing(port);
    if (!Deadline.in(STARTUP).await(ping::isAnswered)) {
      throw new LocalServiceException(
          NAME + " does not answer: " + home.endOf(log(home)) + " (see " + log(home) + ")");
    }
    return ServerProcess.runningFrom(NAME, programs).stream()
        .findFirst()
        .orElseThrow(() -> new IOException("the server that answers is not the one started"));
  }

  public int port() {
    return port;
  }

  /** Such as {@code redis://127.0.0.1:6379}. */
  public String uri() {
    return "redis://" + Loopback.ADDRESS + ":" + port;
  }

  /** Stops the server in an orderly way. */
  @Override
  public void close() throws IOException, InterruptedException {
    if (server.isAlive()) {
      server.stop(ORDERLY_SHUTDOWN);
    }
  }
}
