package io.alluvium.ingest.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alluvium.local.LocalKafka;
import io.alluvium.testing.LakeTable;
import io.alluvium.testing.RunningJob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks fail, the broker goes away and returns, topics grow: the table equals the topics. */
@Tag("crash-matrix")
class StreamFaultsITCase {
  private static final List<String> TOPICS = List.of("alpha", "beta");
  private static final String LARGEST = String.valueOf(8 << 20);
  private static final int ROUNDS = 5;

  @TempDir private Path folder;

  private final Map<String, String> sent = new HashMap<>();
  private int next;

  static List<Long> seeds() {
    List<Long> seeds = new ArrayList<>();
    Long one = Long.getLong("alluvium.seed");
    if (one != null) {
      return List.of(one);
    }
    for (long seed = 1; seed <= Integer.getInteger("alluvium.seeds", 1); seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theTableEqualsTheTopics(long seed) throws Exception {
    Random random = new Random(seed);
    Path data = folder.resolve("kafka-" + seed);
    LakeTable table = new LakeTable(folder.resolve("lake-" + seed), "bronze/event");
    LocalKafka kafka = LocalKafka.start(data, 0);
    int port = Integer.parseInt(kafka.bootstrapServers().replaceAll(".*:", ""));
    try {
      createTopics(kafka.bootstrapServers());
      StreamJob stream =
          new StreamJob(
              definition(kafka.bootstrapServers()), folder.resolve("lake-" + seed).toString());
      int partitions = 1;
      try (RunningJob job =
          RunningJob.start(folder.resolve("checkpoints-" + seed), 2, stream::define)) {
        for (int round = 0; round < ROUNDS; round++) {
          send(kafka.bootstrapServers(), random);
          int before = sent.size();
          await().atMost(Duration.ofSeconds(180)).until(() -> table.count() > before / 2);
          switch (round % 3) {
            case 0 -> job.fail();
            case 1 -> {
              kafka.close();
              kafka = LocalKafka.start(data, port);
            }
            default -> grow(kafka.bootstrapServers(), ++partitions);
          }
        }
        send(kafka.bootstrapServers(), random);
        await()
            .atMost(Duration.ofSeconds(180))
            .until(() -> table.count() >= sent.size() && job.hasFailedAsTold());
      }
    } finally {
      kafka.close();
    }
    Map<Object, Object> found = new HashMap<>();
    for (Map<String, Object> row : table.rows()) {
      assertThat(found.put(row.get("_position"), row.get("id")))
          .as("seed %d, once: %s", seed, row.get("_position"))
          .isNull();
    }
    assertThat(found).as("seed %d", seed).isEqualTo(sent);
  }

  private static void createTopics(String servers) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin
          .createTopics(
              TOPICS.stream()
                  .map(
                      topic ->
                          new NewTopic(topic, 1, (short) 1)
                              .configs(Map.of("max.message.bytes", LARGEST)))
                  .toList())
          .all()
          .get();
    }
  }

  private static void grow(String servers, int partitions) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin.createPartitions(Map.of("alpha", NewPartitions.increaseTo(partitions))).all().get();
    }
  }

  /** Some hundred messages, one of them of three mebibytes. */
  private void send(String servers, Random random) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", servers);
    properties.setProperty("max.request.size", LARGEST);
    properties.setProperty("linger.ms", "5");
    List<Future<RecordMetadata>> results = new ArrayList<>();
    int first = next;
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      int count = 300 + random.nextInt(300);
      for (int i = 0; i < count; i++) {
        String padding = i == 7 ? "x".repeat(3 << 20) : "";
        byte[] body =
            ("{\"id\":\"" + next + "\",\"padding\":\"" + padding + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        String topic = TOPICS.get(random.nextInt(TOPICS.size()));
        byte[] key = String.valueOf(random.nextInt(20)).getBytes(StandardCharsets.UTF_8);
        results.add(producer.send(new ProducerRecord<>(topic, key, body)));
        next++;
      }
    }
    for (int i = 0; i < results.size(); i++) {
      RecordMetadata place = results.get(i).get();
      sent.put(
          place.topic() + "-" + place.partition() + "-" + place.offset(),
          String.valueOf(first + i));
    }
  }

  private static StreamDefinition definition(String servers) {
    return StreamDefinitions.parse(
        "events.yaml",
        """
        name: events
        source:
          kafka:
            bootstrap-servers: %s
            topics: [alpha, beta]
            discovery-interval: 500 ms
        format: {type: json}
        max-message-bytes: 4 mb
        columns: [{name: id, type: STRING, required: true}, {name: padding, type: STRING}]
        table: bronze.event
        """
            .formatted(servers),
        Map.of());
  }
}
