package io.alluvium.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL server with logical replication. Its data survives a restart on the same directory,
 * also after this process was killed: the server, which outlives the process then, is ended at the
 * next start.
 */
public final class LocalPostgres implements AutoCloseable {
  private static final String NAME = "PostgreSQL";
  private static final String USER = "postgres";
  private static final Duration STARTUP = Duration.ofSeconds(60);

  /** Ends sessions at once, where SIGTERM waits for their clients to leave. */
  private static final String FAST_SHUTDOWN = "INT";

  /** The library's mark in a folder of binaries that is complete. */
  private static final String UNPACKED = ".exists";

  private final EmbeddedPostgres server;

  private LocalPostgres(EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * Starts the server and waits until it answers.
   *
   * @param directory for binaries and data; made where it is absent
   * @param port to listen on; 0 for any free one
   * @throws LocalServiceException where the port is busy, the directory cannot be used, or the
   *     server does not start
   */
  public static LocalPostgres start(Path directory, int port) throws IOException {
    ServiceDirectory home = ServiceDirectory.open(NAME, directory);
    try {
      Path binaries = Files.createDirectories(home.resolve("binaries"));
      ServerProcess.stopLeftOver(NAME, binaries, FAST_SHUTDOWN);
      int free = Loopback.port(NAME, port);
      home.discardPartialData();
      discardPartialBinaries(binaries);
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setPgBinaryResolver(new OwnPostgresBinaries())
              .setOverrideWorkingDirectory(binaries.toFile())
              .setDataDirectory(home.data())
              .setCleanDataDirectory(false)
              // Whoever started the service stops it, after the jobs that use it.
              .setRegisterShutdownHook(false)
              .setPGStartupWait(STARTUP)
              .setPort(free)
              .setServerConfig("listen_addresses", Loopback.ADDRESS)
              .setServerConfig("unix_socket_directories", "")
              // The library's default is off: then a change can be seen before it is in the log,
              // and
              // a snapshot cannot tell which changes it holds.
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("fsync", "on")
              .setServerConfig("wal_level", "logical")
              .setServerConfig("max_wal_senders", "10")
              .setServerConfig("max_replication_slots", "10")
              .setServerConfig("shared_buffers", "32MB")
              .setServerConfig("log_timezone", "UTC")
              .setServerConfig("timezone", "UTC")
              .start();
      home.setInitialised();
      return new LocalPostgres(server);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + NAME + " started", e);
    } catch (IOException | IllegalStateException | UncheckedIOException e) {
      throw new LocalServiceException(
          String.format(
              "%s does not start in %s: %s. The log says more.", NAME, directory, e.getMessage()),
          e);
    }
  }

  /** The library does not get over binaries that it was killed while unpacking. */
  private static void discardPartialBinaries(Path binaries) throws IOException {
    List<Path> unpacked;
    try (Stream<Path> children = Files.list(binaries)) {
      unpacked = children.filter(Files::isDirectory).toList();
    }
    for (Path folder : unpacked) {
      if (!Files.exists(folder.resolve(UNPACKED))) {
        ServiceDirectory.delete(folder);
      }
    }
  }

  public int port() {
    return server.getPort();
  }

  /** A URL without user and password. */
  public String jdbcUrl(String database) {
    return String.format("jdbc:postgresql://%s:%d/%s", Loopback.ADDRESS, port(), database);
  }

  /** A superuser, who may replicate. */
  public String user() {
    return USER;
  }

  /** Not a secret: the server trusts every client on the loopback interface. */
  public String password() {
    return USER;
  }

  /** Stops the server; sessions that are open are ended. */
  @Override
  public void close() throws IOException {
    server.close();
  }
}
