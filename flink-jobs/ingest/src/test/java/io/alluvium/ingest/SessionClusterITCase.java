package io.alluvium.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.alluvium.ingest.batch.BatchSeeds;
import io.alluvium.ingest.documents.DocumentsJob;
import io.alluvium.ingest.files.FilesJob;
import io.alluvium.ingest.rest.RestJob;
import io.alluvium.ingest.streams.KafkaProcess;
import io.alluvium.ingest.streams.StreamJob;
import io.alluvium.testing.LakeTable;
import io.alluvium.testing.SessionCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The inlets' entry points on a session cluster, whose task manager is a process that is killed, as
 * is the broker's.
 */
@Tag("crash-matrix")
class SessionClusterITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int PARTITIONS = 3;
  private static final int LOAD = 15_000;

  /** What is killed in the middle of a load. */
  private enum Victim {
    TASK_MANAGER,
    BROKER
  }

  @TempDir private static Path shared;
  private static SessionCluster cluster;

  @TempDir private Path folder;
  private int sent;

  static LongStream seeds() {
    return BatchSeeds.of(1);
  }

  @BeforeAll
  static void start() throws Exception {
    cluster = SessionCluster.start(shared.resolve("flink"), 6);
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  @AfterEach
  void cancelJobs() throws Exception {
    cluster.cancelJobs();
  }

  private Configuration client() {
    Configuration client = cluster.client();
    client.setString("execution.checkpointing.interval", "300 ms");
    client.setString(
        "execution.checkpointing.dir", folder.resolve("checkpoints").toUri().toString());
    client.setString("pipeline.generic-types", "false");
    client.setString("parallelism.default", "2");
    client.setString("restart-strategy.type", "fixed-delay");
    client.setString("restart-strategy.fixed-delay.attempts", "1000");
    client.setString("restart-strategy.fixed-delay.delay", "200 ms");
    return client;
  }

  @Test
  void batchInletsRunToTheirEnd() throws Exception {
    Path landing = Files.createDirectories(folder.resolve("landing"));
    Files.writeString(landing.resolve("a.json"), "{\"id\":1}\n{\"id\":2}\n");
    run(
        FilesJob.class,
        """
        source: {folder: %s, format: json, list-every: 50 ms}
        table: bronze.orders
        columns: [{name: id, type: BIGINT}]
        """
            .formatted(landing));
    run(
        DocumentsJob.class,
        """
        source: {folder: %s, list-every: 50 ms}
        table: bronze.document
        """
            .formatted(landing));
    WireMockServer server =
        new WireMockServer(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    server.start();
    try {
      server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.okJson("[{\"id\":1}]")));
      run(
          RestJob.class,
          """
          source: {url: "http://127.0.0.1:%d/orders"}
          table: bronze.api_orders
          columns: [{name: id, type: BIGINT}]
          """
              .formatted(server.port()));
    } finally {
      server.stop();
    }

    assertThat(lake("bronze/orders").count()).isEqualTo(2);
    assertThat(lake("bronze/document").count()).isEqualTo(1);
    assertThat(lake("bronze/api_orders").count()).isEqualTo(1);
  }

  @Test
  void withoutCheckpointsNothingIsBegun() throws Exception {
    Path definition =
        definition(
            """
            source: {folder: /tmp, format: json}
            table: bronze.orders
            columns: [{name: id, type: BIGINT}]
            """);
    Configuration client = client();
    client.removeKey("execution.checkpointing.interval");
    assertThatThrownBy(
            () ->
                SubmittedJob.run(
                    FilesJob.class, client, false, definition.toString(), lake().toString()))
        .hasStackTraceContaining("-Dexecution.checkpointing.interval=10s");
    assertThatThrownBy(
            () -> SubmittedJob.run(FilesJob.class, client(), false, definition.toString(), "lake"))
        .hasStackTraceContaining("is a relative path");
    assertThat(lake()).doesNotExist();
  }

  @ParameterizedTest(name = BatchSeeds.NAME)
  @MethodSource("seeds")
  void theTableEqualsTheTopicWhoeverIsKilled(long seed) throws Exception {
    List<Victim> victims = new ArrayList<>(List.of(Victim.values()));
    Random random = new Random(seed);
    victims.add(Victim.values()[random.nextInt(2)]);
    Collections.shuffle(victims, random);
    LakeTable table = lake("bronze/event");
    try (KafkaProcess kafka = KafkaProcess.start(folder.resolve("kafka"))) {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.address()))) {
        admin.createTopics(List.of(new NewTopic("events", PARTITIONS, (short) 1))).all().get();
      }
      SubmittedJob.run(
          StreamJob.class,
          client(),
          true,
          definition(
                  """
                  name: events
                  source: {kafka: {bootstrap-servers: "%s", topics: [events]}}
                  format: {type: json}
                  columns: [{name: id, type: BIGINT, required: true}]
                  table: bronze.event
                  """
                      .formatted(kafka.address()))
              .toString(),
          lake().toString());
      try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
        for (Victim victim : victims) {
          long before = table.count();
          send(producer, LOAD + random.nextInt(LOAD));
          // Between two commits, and while messages are still being sent.
          await().atMost(PATIENCE).until(() -> table.count() > before);
          send(producer, LOAD + random.nextInt(LOAD));
          switch (victim) {
            case TASK_MANAGER -> {
              cluster.killTaskManager();
              cluster.startTaskManager();
            }
            case BROKER -> {
              kafka.kill();
              kafka.start();
            }
          }
        }
        producer.flush();
      }
      Map<Object, Object> topic = topic(kafka);
      assertThat(topic).hasSizeGreaterThanOrEqualTo(sent);
      await().atMost(PATIENCE).until(() -> table.count() >= topic.size());
      Map<Object, Object> found = new HashMap<>();
      for (Map<String, Object> row : table.rows()) {
        assertThat(found.put(row.get("_position"), row.get("id")))
            .as("once: %s", row.get("_position"))
            .isNull();
      }
      assertThat(found).isEqualTo(topic);
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(KafkaProcess kafka) {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", kafka.address());
    properties.setProperty("batch.size", "2000");
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sends on while the caller does something else. */
  private void send(KafkaProducer<byte[], byte[]> producer, int count) {
    for (int i = 0; i < count; i++) {
      byte[] body = ("{\"id\":" + sent++ + "}").getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>("events", sent % PARTITIONS, null, body));
    }
  }

  /** By position, the number that the message carries. */
  private static Map<Object, Object> topic(KafkaProcess kafka) {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", kafka.address());
    Map<Object, Object> messages = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        partitions.add(new TopicPartition("events", partition));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long end = consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
      while (messages.size() < end) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofSeconds(1))) {
          String body = new String(message.value(), StandardCharsets.UTF_8);
          messages.put(
              "events-" + message.partition() + "-" + message.offset(),
              Long.parseLong(body.replaceAll("\\D", "")));
        }
      }
    }
    return messages;
  }

  private void run(Class<?> main, String definition) throws Exception {
    SubmittedJob.run(main, client(), false, definition(definition).toString(), lake().toString());
  }

  private Path definition(String yaml) throws IOException {
    return Files.writeString(folder.resolve("definition.yaml"), yaml);
  }

  private Path lake() {
    return folder.resolve("lake");
  }

  private LakeTable lake(String table) {
    return new LakeTable(lake(), table);
  }
}
