package io.alluvium.ingest.streams;

import io.alluvium.local.LocalKafka;
import io.alluvium.local.Loopback;
import io.alluvium.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.awaitility.Awaitility;

/** A broker in a process of its own, so that it can be killed. */
public final class KafkaProcess implements AutoCloseable {
  private static final int HEAP = 384;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path folder;
  private final int port;
  private JavaProcess process;

  private KafkaProcess(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  public static KafkaProcess start(Path folder) throws IOException {
    KafkaProcess broker = new KafkaProcess(folder, Loopback.port("Kafka", 0));
    broker.start();
    return broker;
  }

  /** Starts the broker again, and waits until it answers. */
  public void start() throws IOException {
    process =
        JavaProcess.start(
            KafkaProcess.class.getName(),
            HEAP,
            folder.resolveSibling("kafka.log"),
            folder.toString(),
            String.valueOf(port));
    Awaitility.await().atMost(PATIENCE).until(this::answers);
  }

  private boolean answers() throws InterruptedException {
    process.checkAlive();
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", address());
    properties.setProperty("default.api.timeout.ms", "1000");
    properties.setProperty("request.timeout.ms", "1000");
    try (Admin admin = Admin.create(properties)) {
      return !admin.describeCluster().nodes().get().isEmpty();
    } catch (KafkaException | java.util.concurrent.ExecutionException e) {
      return false;
    }
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  /** As {@code kill -9} does it. */
  public void kill() throws InterruptedException {
    process.checkAlive();
    process.kill();
  }

  @Override
  public void close() throws InterruptedException {
    process.close();
  }

  public static void main(String[] arguments) throws Exception {
    LocalKafka.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    // Until the process that started this one ends, however it does.
    System.in.readAllBytes();
    Runtime.getRuntime().halt(0);
  }
}
