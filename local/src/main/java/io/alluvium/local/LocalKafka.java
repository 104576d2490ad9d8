package io.alluvium.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker (KRaft, one node) in this process. Topics survive a restart on the same directory,
 * also after this process was killed. Topics are not made by mere use.
 */
public final class LocalKafka implements AutoCloseable {
  private static final String NAME = "Kafka";

  private final KafkaRaftServer server;
  private final int port;

  private LocalKafka(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts the broker and waits until it takes requests.
   *
   * @param directory for the data; made where it is absent
   * @param port to listen on; 0 for any free one
   * @throws LocalServiceException where the port is busy, the directory cannot be used, or the
   *     broker does not start
   */
  public static LocalKafka start(Path directory, int port) throws IOException {
    return start(directory, port, Map.of());
  }

  /**
   * As {@link #start(Path, int)}, with users who sign in by SASL's mechanism PLAIN, without
   * encryption.
   *
   * @param passwords of the users, by their names; empty for anybody, who need not sign in
   */
  public static LocalKafka start(Path directory, int port, Map<String, String> passwords)
      throws IOException {
    ServiceDirectory home = ServiceDirectory.open(NAME, directory);
    int free = Loopback.port(NAME, port);
    KafkaConfig config =
        new KafkaConfig(
            BrokerProperties.of(home.data(), free, Loopback.port(NAME, 0), passwords),
            /* doLog= */ false);
    try {
      if (!home.isInitialised()) {
        home.discardPartialData();
        format(home.data());
        home.setInitialised();
      }
      KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
      server.startup();
      return new LocalKafka(server, free);
    } catch (KafkaException e) {
      throw new LocalServiceException(
          String.format(
              "%s does not start in %s: %s. The log says more.", NAME, directory, e.getMessage()),
          e);
    }
  }

  private static void format(Path data) throws IOException {
    Formatter formatter = new Formatter();
    try (PrintStream silence =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      formatter
          .setPrintStream(silence)
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(BrokerProperties.NODE)
          .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setMetadataLogDirectory(data.toString())
          .setDirectories(List.of(data.toString()));
      formatter.run();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("cannot format " + data, e);
    }
  }

  public String bootstrapServers() {
    return Loopback.ADDRESS + ":" + port;
  }

  /** Stops the broker in an orderly way, so that the next start need not check its logs. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
