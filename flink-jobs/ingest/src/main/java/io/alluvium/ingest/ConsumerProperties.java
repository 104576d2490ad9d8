package io.alluvium.ingest;

import java.util.Properties;
import org.apache.flink.configuration.Configuration;

/** The Kafka consumer's properties: defaults that suit Event Hubs too, then the user's. */
final class ConsumerProperties {
  private static final String PREFIX = "kafka.";

  /** The largest message that a topic may be set up for here; dead letters keep it whole. */
  private static final int LARGEST_MESSAGE_BYTES = 8 << 20;

  private ConsumerProperties() {}

  static Properties of(Configuration options) {
    Properties properties = new Properties();
    // Event Hubs cuts connections that idle for 240 s.
    properties.setProperty("metadata.max.age.ms", "180000");
    properties.setProperty("connections.max.idle.ms", "180000");
    properties.setProperty("request.timeout.ms", "60000");
    properties.setProperty("session.timeout.ms", "30000");
    properties.setProperty("max.partition.fetch.bytes", String.valueOf(LARGEST_MESSAGE_BYTES));
    properties.setProperty("max.poll.records", "2000");
    // Partitions added later are found within a minute.
    properties.setProperty("partition.discovery.interval.ms", "60000");
    options
        .toMap()
        .forEach(
            (key, value) -> {
              if (key.startsWith(PREFIX)) {
                properties.setProperty(key.substring(PREFIX.length()), value);
              }
            });
    return properties;
  }
}
