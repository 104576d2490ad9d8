package io.alluvium.local.cosmos;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.alluvium.local.LocalServiceException;
import io.alluvium.local.Loopback;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A double of Cosmos DB on the loopback interface, for the real client in gateway mode, over TLS
 * with a certificate of its own. It keeps all in memory.
 */
public final class LocalCosmos implements AutoCloseable {
  private static final String ADDRESS = "127.0.0.1";
  private static final char[] STORE_PASSWORD = "loopback".toCharArray();
  private static final int KEY_BYTES = 64;

  private final String key;
  private final Signatures signatures;
  private final AtomicReference<CosmosFaults> faults = new AtomicReference<>(CosmosFaults.NONE);
  private final LocalDatabases databases;
  private final SSLContext tls;
  private final int port;
  private ExecutorService threads;
  private HttpsServer server;

  private LocalCosmos(SSLContext tls, int port, Clock clock) {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    this.key = Base64.getEncoder().encodeToString(bytes);
    this.signatures = new Signatures(key);
    this.databases = new LocalDatabases(clock);
    this.tls = tls;
    this.port = port;
  }

  /**
   * @param directory for its certificate; made where it is absent
   * @param port to listen on; 0 for any free one
   * @throws LocalServiceException where the port is in use
   */
  public static LocalCosmos start(Path directory, int port) throws IOException {
    return start(directory, port, Clock.systemUTC());
  }

  /**
   * @param clock that items end by
   */
  public static LocalCosmos start(Path directory, int port, Clock clock) throws IOException {
    LocalCosmos started =
        new LocalCosmos(
            tls(Files.createDirectories(directory)), Loopback.port("Cosmos DB", port), clock);
    started.resume();
    return started;
  }

  /** Listens again, on the same port, with what it had. */
  public void resume() throws IOException {
    server = HttpsServer.create(new InetSocketAddress(ADDRESS, port), 0);
    threads = Executors.newCachedThreadPool(LocalCosmos::thread);
    server.setExecutor(threads);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext(
        "/", new CosmosProtocol(databases, signatures, faults::get, this::endpoint));
    server.start();
  }

  /** Cuts all connections and listens no more, until {@link #resume}. */
  public void suspend() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "local-cosmos");
    thread.setDaemon(true);
    return thread;
  }

  private static SSLContext tls(Path directory) throws IOException {
    Path store = directory.resolve("certificate.p12");
    if (!Files.exists(store)) {
      makeCertificate(store);
    }
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, STORE_PASSWORD);
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, STORE_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("The certificate " + store + " cannot be used", e);
    }
  }

  private static void makeCertificate(Path store) throws IOException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "local",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:" + ADDRESS + ",dns:localhost",
                "-validity",
                "3650",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(STORE_PASSWORD))
            .redirectErrorStream(true)
            .start();
    String output =
        new String(
            keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    try {
      if (keytool.waitFor() != 0) {
        throw new LocalServiceException("keytool made no certificate: " + output.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a certificate was made", e);
    }
  }

  /** Such as {@code https://127.0.0.1:18081}. */
  public String endpoint() {
    return "https://" + ADDRESS + ":" + port;
  }

  public int port() {
    return port;
  }

  /** The account's key. */
  public String key() {
    return key;
  }

  /** From now on only this key is valid. */
  public void setKey(String newKey) {
    signatures.setKey(newKey);
  }

  /** From now on these tokens of Entra ID are valid, and no others. */
  public void setTokens(List<String> valid) {
    signatures.setTokens(valid);
  }

  public void setFaults(CosmosFaults present) {
    faults.set(present);
  }

  /**
   * Makes a container and its database.
   *
   * @param paths of the partition key, such as {@code /station}
   * @param timeToLive of items that say none, in seconds, -1 for ever; empty where none ends
   */
  public LocalContainer create(
      String database, String name, List<String> paths, OptionalInt timeToLive) {
    databases.create(database);
    return databases
        .create(database, name, paths, timeToLive)
        .orElseThrow(() -> new IllegalStateException("There is a container " + name))
        .container();
  }

  /** A container that is there. */
  public LocalContainer container(String database, String name) {
    return databases.container(database, name).orElseThrow().container();
  }

  /** Deletes a container with all its items. */
  public void drop(String database, String name) {
    databases.drop(database, name);
  }

  @Override
  public void close() {
    suspend();
  }
}
