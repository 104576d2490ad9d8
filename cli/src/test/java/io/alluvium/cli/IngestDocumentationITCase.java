package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.alluvium.local.LocalKafka;
import io.alluvium.local.LocalPostgres;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/ingest.md for streams and batches, as it prints them. */
@Timeout(300)
class IngestDocumentationITCase {
  private static final String PAGE = "docs/ingest.md";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private DocumentedShell shell;

  @BeforeEach
  void checkOut() throws Exception {
    shell = new DocumentedShell(folder.resolve("checkout"));
  }

  @Test
  void batchInletsReadTheirSamples() throws Exception {
    DocumentedSection batch = DocumentedSection.of(PAGE, "Batch: files, documents, REST, JDBC");
    assertThat(run(batch))
        .contains(
            "3 new rows in bronze.orders, which has 3; 1 dead letters in ops.dead_letters.",
            "2 new rows in bronze.document, which has 2; no dead letters.");
    assertThat(batch.text().replaceAll("\\s+", " "))
        .contains("3 new rows in bronze.orders, which has 3; 1 dead letters in ops.dead_letters.");

    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    Path api = DocumentedSection.checkout().resolve("flink-jobs/ingest/batch/api");
    server.createContext(
        "/orders.json",
        exchange -> {
          byte[] body = Files.readAllBytes(api.resolve("orders.json"));
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
    try {
      shell.with(
          "ORDERS_URL", "http://127.0.0.1:" + server.getAddress().getPort() + "/orders.json");
      // Python may not be there: the same folder is served by this process.
      assertThat(
              run(
                  DocumentedSection.of(PAGE, "REST")
                      .where(
                          "python3 -m http.server 8099 --bind 127.0.0.1 --directory"
                              + " flink-jobs/ingest/batch/api &\n",
                          "")
                      .where("kill %1\n", "")))
          .containsPattern("[1-9]\\d* new rows in bronze.api_orders");
    } finally {
      server.stop(0);
    }

    try (LocalPostgres postgres = LocalPostgres.start(folder.resolve("postgres"), 0)) {
      String url = postgres.jdbcUrl("postgres");
      try (Connection connection =
              DriverManager.getConnection(url, postgres.user(), postgres.password());
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE SCHEMA operations");
        statement.execute("CREATE TABLE operations.station (id int PRIMARY KEY, name text)");
        statement.execute("INSERT INTO operations.station VALUES (1, 'roof'), (2, 'yard')");
      }
      shell
          .with("STATIONS_URL", url)
          .with("STATIONS_USER", postgres.user())
          .with("STATIONS_PASSWORD", postgres.password());
      assertThat(run(DocumentedSection.of(PAGE, "JDBC")))
          .contains("2 new rows in bronze.station_difference, which has 2; no dead letters.");
    }
  }

  @Test
  void aStreamIsReadAndItsDeadLettersAreShownAndReplayed() throws Exception {
    try (LocalKafka kafka = LocalKafka.start(folder.resolve("kafka"), 0)) {
      String servers = kafka.bootstrapServers();
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        admin.createTopics(List.of(new NewTopic("readings", 1, (short) 1))).all().get();
      }
      try (KafkaProducer<String, String> producer =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", servers),
              new StringSerializer(),
              new StringSerializer())) {
        producer.send(
            new ProducerRecord<>(
                "readings", "{\"station\":\"roof\",\"date_utc\":\"2026-01-01 00:00:00\"}"));
        producer.send(new ProducerRecord<>("readings", "no JSON"));
      }
      String block =
          DocumentedSection.of(PAGE, "Streams: Kafka, Event Hubs, IoT Hub")
                  .where("localhost:19092", servers)
                  .shellBlocks()
                  .get(0)
              // With more to do the shell stays, and Ctrl-C goes to the command.
              + "true\n";
      Path lake = shell.folder().resolve(".alluvium/ingest/lake");
      try (DocumentedShell.Running stream = shell.start(block)) {
        // Behind those that made the tables.
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  assertThat(stream.isAlive()).as(stream.told()).isTrue();
                  return Files.exists(lake.resolve("ops/dead_letters/_delta_log/" + version(1)))
                      && Files.exists(lake.resolve("bronze/reading/_delta_log/" + version(1)));
                });
        assertThat(stream.stop(PATIENCE).err()).contains("Stopping. The same command goes on");
      }
      String letters =
          shell
              .run(
                  DocumentedSection.of(PAGE, "Dead letters")
                      .where("readings-0-4711", "readings-0-1")
                      .shellBlocks()
                      .get(0),
                  PATIENCE)
              .out();
      assertThat(letters).contains("readings-0-1", "malformed", "no JSON", "replayed");
    }
  }

  private static String version(int number) {
    return String.format("%020d.json", number);
  }

  /** What the section's first block tells people. */
  private String run(DocumentedSection section) throws Exception {
    CommandRun run = shell.run(section.shellBlocks().get(0), PATIENCE);
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    return run.err();
  }
}
