package io.alluvium.ingest.streams;

import io.alluvium.local.LocalKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker with a topic of three partitions, and what sends to it as IoT Hub does. */
final class Broker implements AutoCloseable {
  static final String TOPIC = "readings";
  private static final String LARGEST_MESSAGE = String.valueOf(8 << 20);

  private final LocalKafka kafka;
  private final KafkaProducer<byte[], byte[]> producer;

  Broker(Path folder) throws Exception {
    kafka = LocalKafka.start(folder, 0);
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", address());
    properties.setProperty("max.request.size", LARGEST_MESSAGE);
    properties.setProperty("linger.ms", "5");
    try (Admin admin = Admin.create(properties)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(TOPIC, 3, (short) 1)
                      .configs(Map.of("max.message.bytes", LARGEST_MESSAGE))))
          .all()
          .get();
    }
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  String address() {
    return kafka.bootstrapServers();
  }

  Future<RecordMetadata> send(int partition, String body) {
    return producer.send(
        new ProducerRecord<>(TOPIC, partition, null, body.getBytes(StandardCharsets.UTF_8)));
  }

  Future<RecordMetadata> send(String station, byte[] body) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(TOPIC, station.getBytes(StandardCharsets.UTF_8), body);
    message
        .headers()
        .add("iothub-connection-device-id", station.getBytes(StandardCharsets.UTF_8))
        .add("iothub-auth", new byte[] {(byte) 0xa1, 1, (byte) 0xff});
    return producer.send(message);
  }

  @Override
  public void close() throws Exception {
    producer.close();
    kafka.close();
  }
}
