package io.alluvium.ingest.streams;

import java.util.Properties;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;

/** The Kafka consumer's properties: defaults that suit Event Hubs too, then the user's. */
final class ConsumerProperties {
  private ConsumerProperties() {}

  static Properties of(KafkaInput input) {
    Properties properties = new Properties();
    // Event Hubs cuts connections that idle for 240 s.
    properties.setProperty("metadata.max.age.ms", "180000");
    properties.setProperty("connections.max.idle.ms", "180000");
    properties.setProperty("request.timeout.ms", "60000");
    properties.setProperty("session.timeout.ms", "30000");
    // A broker that is away is waited for; the job fails, and starts again, only after this time.
    properties.setProperty("default.api.timeout.ms", "300000");
    properties.setProperty("reconnect.backoff.max.ms", "5000");
    // Large fetches cost less; a message larger than one is still fetched whole.
    properties.setProperty("fetch.min.bytes", "1048576");
    properties.setProperty("fetch.max.wait.ms", "100");
    properties.setProperty("max.partition.fetch.bytes", "4194304");
    properties.setProperty("max.poll.records", "5000");
    properties.setProperty("receive.buffer.bytes", "1048576");
    if (input.service() == KafkaInput.Service.KAFKA) {
      // What a transaction took back never happened.
      properties.setProperty("isolation.level", "read_committed");
    }
    properties.setProperty(
        KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
        String.valueOf(input.discoveryInterval().toMillis()));
    input.properties().forEach(properties::setProperty);
    return properties;
  }
}
