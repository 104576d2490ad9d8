package io.alluvium.benchmarks.events;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The readings of {@link EventFiles} as the messages of a Kafka topic of two partitions. */
public final class EventTopic {
  private static final int PARTITIONS = 2;

  /** Rows that go to one partition before the other has its turn. */
  private static final int RUN = 1_000;

  private EventTopic() {}

  /** Makes the topic, and puts readings into it that are numbered from 0 in {@code seq}. */
  public static void fill(String bootstrapServers, String topic, long rows) {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", bootstrapServers);
    try (Admin admin = Admin.create(properties)) {
      admin
          .createTopics(List.of(new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty())))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The topic cannot be made", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a topic was made", e);
    }
    properties.setProperty("compression.type", "lz4");
    properties.setProperty("batch.size", Integer.toString(256 << 10));
    properties.setProperty("linger.ms", "50");
    EventFiles.Lines lines = new EventFiles.Lines(rows);
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (long seq = 0; seq < rows; seq++) {
        String line = lines.next(seq, EventFiles.START_MILLIS + seq * 7).toString();
        byte[] body = line.substring(0, line.length() - 1).getBytes(StandardCharsets.US_ASCII);
        int partition = (int) (seq / RUN % PARTITIONS);
        producer.send(
            new ProducerRecord<>(topic, partition, null, body),
            (metadata, thrown) -> failure.compareAndSet(null, thrown));
      }
    }
    if (failure.get() != null) {
      throw new IllegalStateException("A reading cannot be sent", failure.get());
    }
  }
}
