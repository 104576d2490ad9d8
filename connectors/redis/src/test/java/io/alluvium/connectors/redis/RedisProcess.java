package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.CommandBuffer;
import io.alluvium.connectors.redis.resp.Endpoint;
import io.alluvium.connectors.redis.resp.RespSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import redis.embedded.core.ExecutableProvider;

/**
 * A real server for tests, on the loopback address, in a folder of its own. It keeps nothing unless
 * its settings say so.
 */
final class RedisProcess implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int LOWEST_PORT = 11_000;
  private static final int PORTS = 11_000;

  /** By turns, so that no two servers of a test are given the same port. */
  private static final AtomicInteger TURN =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

  private final Path folder;
  private final int port;
  private final List<String> command;
  private Process process;

  private RedisProcess(Path folder, int port, List<String> command) {
    this.folder = folder;
    this.port = port;
    this.command = command;
  }

  static RedisProcess start() throws IOException {
    return start(freePort());
  }

  /**
   * @param settings lines of redis.conf; {@code port 0} among them where TLS has the port
   */
  static RedisProcess start(int port, String... settings) throws IOException {
    return start(port, List.of(), settings);
  }

  /** Watches servers; its settings say which. */
  static RedisProcess sentinel(int port, String... settings) throws IOException {
    return start(port, List.of("--sentinel"), settings);
  }

  private static RedisProcess start(int port, List<String> arguments, String... settings)
      throws IOException {
    Path folder = Files.createTempDirectory("redis-test");
    String executable =
        ExecutableProvider.newJarResourceProvider(folder.toFile()).get().getAbsolutePath();
    Path configuration = folder.resolve("redis.conf");
    List<String> lines =
        new ArrayList<>(List.of("bind 127.0.0.1", "port " + port, "dir " + folder, "save \"\""));
    if (!arguments.isEmpty()) {
      lines.remove("save \"\"");
    }
    lines.addAll(Arrays.asList(settings));
    Files.write(configuration, lines);
    List<String> command = new ArrayList<>(List.of(executable, configuration.toString()));
    command.addAll(arguments);
    RedisProcess server = new RedisProcess(folder, port, command);
    server.launch();
    return server;
  }

  private void launch() throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    Awaitility.await()
        .alias(folder.resolve("log").toString())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .ignoreExceptions()
        .until(
            () -> {
              // Whoever listens must be this server.
              try (RespSocket socket = connect()) {
                return process.isAlive() && socket.endpoint().port() == port;
              }
            });
  }

  private RespSocket connect() throws IOException {
    return RespSocket.connect(new Endpoint("127.0.0.1", port), null, Duration.ofSeconds(5));
  }

  /** Runs a command, whose parts have blanks between them. */
  Object call(String text) throws IOException {
    String[] parts = text.split(" ");
    CommandBuffer command = new CommandBuffer().command(parts.length);
    for (String part : parts) {
      command.argument(part);
    }
    try (RespSocket socket = connect()) {
      return socket.call(command);
    }
  }

  /** As a power failure does. */
  void kill() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Stops it, so that it does nothing more; its connections stay. */
  void suspend() throws IOException {
    signal("STOP");
  }

  /** Lets a stopped one go on. */
  void resume() throws IOException {
    signal("CONT");
  }

  private void signal(String name) throws IOException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    Awaitility.await().atMost(PATIENCE).until(() -> !kill.isAlive());
  }

  /** Starts a killed one, in its folder. */
  void restart() throws IOException {
    launch();
  }

  int port() {
    return port;
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  public void close() throws IOException {
    kill();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Below those of outgoing connections, also with the 10,000 that the bus of a cluster adds. */
  static int freePort() {
    while (true) {
      int port = LOWEST_PORT + Math.floorMod(TURN.getAndIncrement(), PORTS);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Another one, then.
      }
    }
  }
}
