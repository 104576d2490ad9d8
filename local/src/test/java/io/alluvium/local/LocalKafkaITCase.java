package io.alluvium.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKafkaITCase {
  private static final String TOPIC = "kept";

  @TempDir Path directory;

  @Test
  void keepsDataOverARestartAndAKill() throws Exception {
    String cluster;
    try (LocalKafka kafka = LocalKafka.start(directory, 0)) {
      createTopic(kafka.bootstrapServers());
      send(kafka.bootstrapServers(), "first");
      cluster = cluster(kafka.bootstrapServers());
    }

    ServiceInChildProcess child = ServiceInChildProcess.start(LocalKafka.class, directory);
    send("127.0.0.1:" + child.port(), "second");
    child.kill();

    try (LocalKafka kafka = LocalKafka.start(directory, child.port())) {
      assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:" + child.port());
      assertThat(cluster(kafka.bootstrapServers())).isEqualTo(cluster);
      send(kafka.bootstrapServers(), "x".repeat(7 * 1024 * 1024));
      assertThat(read(kafka.bootstrapServers(), 3))
          .startsWith("first", "second")
          .last()
          .matches(value -> value.length() == 7 * 1024 * 1024, "is the large one");
    }
  }

  @Test
  void aBusyPortIsNamed() throws Exception {
    try (BusyPort busy = new BusyPort()) {
      assertThatThrownBy(() -> LocalKafka.start(directory, busy.port()))
          .isInstanceOf(LocalServiceException.class)
          .hasMessageContaining("Kafka cannot listen on port " + busy.port());
    }
  }

  private static void createTopic(String servers) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  private static String cluster(String servers) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      return admin.describeCluster().clusterId().get(30, TimeUnit.SECONDS);
    }
  }

  private static void send(String servers, String value) throws Exception {
    Map<String, Object> properties =
        Map.of("bootstrap.servers", servers, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8_000_000);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(TOPIC, value)).get(30, TimeUnit.SECONDS);
    }
  }

  private static List<String> read(String servers, int records) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers),
            new StringDeserializer(),
            new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(TOPIC, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (values.size() < records && System.nanoTime() < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}
