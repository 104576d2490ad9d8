package io.alluvium.demo.fleet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topic that the devices send to: how it is made, and what it holds of which device. */
final class ReadingsTopic {
  static final String NAME = "readings";
  private static final int PARTITIONS = 4;
  private static final long TIMEOUT_SECONDS = 60;
  private static final int MEBIBYTE = 1024 * 1024;

  private final String bootstrapServers;

  ReadingsTopic(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** Makes the topic, unless it is there. */
  void create() throws InterruptedException, TimeoutException {
    NewTopic topic =
        new NewTopic(NAME, PARTITIONS, (short) 1)
            .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      admin.createTopics(List.of(topic)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException("cannot create the topic " + NAME, e.getCause());
      }
    }
  }

  /**
   * How many messages of each device the topic holds.
   *
   * @throws IllegalStateException where they are not numbered 1, 2, 3…: one is lost or doubled
   */
  Map<String, Long> messagesByStation() {
    Map<String, Long> messages = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                10_000,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                4 * MEBIBYTE),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(NAME).stream()
              .map(info -> new TopicPartition(NAME, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofSeconds(1))) {
          count(message, messages);
        }
      }
    }
    return messages;
  }

  private static void count(ConsumerRecord<byte[], byte[]> message, Map<String, Long> messages) {
    Header header = message.headers().lastHeader(DeviceHeaders.MESSAGE_ID);
    if (header == null) {
      // Sent by somebody else.
      return;
    }
    String id = new String(header.value(), StandardCharsets.UTF_8);
    int dash = id.lastIndexOf('-');
    String station = id.substring(0, dash);
    long number = Long.parseLong(id.substring(dash + 1));
    long before = messages.getOrDefault(station, 0L);
    if (number != before + 1) {
      throw new IllegalStateException(
          String.format(
              "the topic %s holds message %s after number %d of the device", NAME, id, before));
    }
    messages.put(station, number);
  }
}
