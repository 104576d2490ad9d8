package io.alluvium.local.snowflake;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A double of Snowflake on the loopback interface, for the real driver: {@code
 * jdbc:snowflake://127.0.0.1:port?ssl=off}. Its databases are files of DuckDB in its directory, and
 * outlive it. Everyone may do everything, but for {@link #denyChanges}; every warehouse exists.
 */
public final class LocalSnowflake implements AutoCloseable {
  private static final String ADDRESS = "127.0.0.1";

  private final Logins logins = new Logins();
  private final StatementTaps taps = new StatementTaps();
  private final DuckDatabases databases;
  private final ServerSessions sessions;
  private ExecutorService threads;
  private HttpServer server;
  private int port;

  private LocalSnowflake(Path directory, int port) throws IOException, SQLException {
    Stages stages = new Stages(Files.createDirectories(directory.resolve("stages")));
    this.databases = new DuckDatabases(directory, stages);
    this.sessions = new ServerSessions(logins, databases, stages, taps);
    this.port = port;
  }

  /**
   * @param directory for databases and stages; made where it is absent
   * @param port to listen on; 0 for any free one
   */
  public static LocalSnowflake start(Path directory, int port) throws IOException, SQLException {
    LocalSnowflake started =
        new LocalSnowflake(Files.createDirectories(directory).toRealPath(), port);
    started.listen();
    return started;
  }

  private void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(ADDRESS, port), 0);
    port = server.getAddress().getPort();
    threads = Executors.newCachedThreadPool(LocalSnowflake::thread);
    server.setExecutor(threads);
    server.createContext("/", new SnowflakeProtocol(sessions));
    server.start();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "local-snowflake");
    thread.setDaemon(true);
    return thread;
  }

  /** Such as {@code http://127.0.0.1:8085}. */
  public String url() {
    return "http://" + ADDRESS + ":" + port;
  }

  /** Makes the database and the schema where they are absent. */
  public void createSchema(String database, String schema) throws SQLException {
    databases.create(database, schema);
  }

  /** Lets a user log in with tokens that the key's other half has signed. */
  public void addUser(String user, PublicKey key) {
    logins.addUser(user, key);
  }

  /** Lets whoever has the token log in until then. */
  public void addOauthToken(String token, Instant expires) {
    logins.addOauthToken(token, expires);
  }

  /** Nobody may change the table of that name any more. */
  public void denyChanges(String table) {
    databases.readOnlyTables().add(table);
  }

  /** Takes back {@link #denyChanges}. */
  public void allowChanges(String table) {
    databases.readOnlyTables().remove(table);
  }

  public void tap(StatementTap tap) {
    taps.add(tap);
  }

  public void untap(StatementTap tap) {
    taps.remove(tap);
  }

  /**
   * Ends all sessions, as a crash of the server does: what they have not committed is undone. The
   * server goes on to take new ones.
   */
  public void dropSessions() {
    sessions.closeAll();
  }

  /** Ends all sessions and listens no more, until {@link #resume}. */
  public void suspend() {
    server.stop(0);
    threads.shutdown();
    sessions.closeAll();
  }

  /** Listens again, on the same port. */
  public void resume() throws IOException {
    listen();
  }

  /** To look into the databases with DuckDB's SQL. */
  public Connection connect() throws SQLException {
    return databases.connect();
  }

  @Override
  public void close() throws SQLException {
    suspend();
    databases.close();
  }
}
