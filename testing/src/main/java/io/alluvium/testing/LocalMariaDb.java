package io.alluvium.testing;

import io.alluvium.local.Loopback;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A MariaDB server on the loopback interface that logs whole rows, with their columns' names, to
 * its binary log. User {@code root} has no password. Its data outlives it: it can be killed and
 * started again on the same port.
 */
public final class LocalMariaDb implements AutoCloseable {
  private static final String ADDRESS = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 10;

  private final Path directory;
  private final MariaDbPrograms programs;
  private final List<String> options;
  private final int port;
  private Process server;

  private LocalMariaDb(Path directory, List<String> options) throws IOException {
    this.directory = Files.createDirectories(directory).toRealPath();
    this.programs = MariaDbPrograms.unpack(this.directory.resolve("programs"));
    this.options = options;
    this.port = Loopback.port("MariaDB", 0);
  }

  /**
   * Starts a server and waits until it takes connections.
   *
   * @param options of {@code mariadbd}, which come after those given here
   */
  public static LocalMariaDb start(Path directory, String... options)
      throws IOException, InterruptedException {
    LocalMariaDb database = new LocalMariaDb(directory, List.of(options));
    if (!Files.exists(database.data())) {
      database.initialise();
    }
    database.start();
    return database;
  }

  private Path data() {
    return directory.resolve("data");
  }

  private Path log() {
    return directory.resolve("mariadb.log");
  }

  private List<String> command(List<String> more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                programs.server().toString(),
                "--no-defaults",
                "--basedir=" + programs.folder(),
                "--lc-messages-dir=" + programs.messages(),
                "--datadir=" + data(),
                "--innodb-buffer-pool-size=32M",
                "--innodb-log-file-size=16M"));
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root");
    }
    command.addAll(more);
    return command;
  }

  private void initialise() throws IOException, InterruptedException {
    Files.createDirectories(data());
    Path statements = Files.writeString(directory.resolve("setup.sql"), programs.systemTables());
    int status =
        new ProcessBuilder(command(List.of("--bootstrap", "--skip-networking")))
            .redirectInput(statements.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException("MariaDB cannot be set up, see " + log());
    }
  }

  /** Starts the server again, after {@link #kill} or {@link #stop}. */
  public void start() throws IOException, InterruptedException {
    List<String> more =
        new ArrayList<>(
            List.of(
                "--bind-address=" + ADDRESS,
                "--port=" + port,
                // A path of a socket must be short, and nobody needs this one.
                "--socket=mariadb.sock",
                "--pid-file=mariadb.pid",
                "--server-id=1",
                "--log-bin=binlog",
                "--binlog-format=ROW",
                "--binlog-row-image=FULL",
                "--binlog-row-metadata=FULL",
                "--skip-name-resolve"));
    more.addAll(options);
    server =
        new ProcessBuilder(command(more))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      if (!server.isAlive() || System.nanoTime() > end) {
        server.destroyForcibly();
        throw new IOException("MariaDB does not start, see " + log());
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket(ADDRESS, port)) {
      return socket.getInputStream().read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  /** Such as {@code jdbc:mysql://127.0.0.1:3306}. */
  public String jdbcUrl() {
    return "jdbc:mysql://" + ADDRESS + ":" + port;
  }

  /** Ends the server at once, as a crash does. */
  public void kill() throws InterruptedException {
    server.destroyForcibly().waitFor();
  }

  /** Ends the server in an orderly way. */
  public void stop() throws InterruptedException {
    server.destroy();
    if (!server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      kill();
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
