package io.alluvium.ingest.streams;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The topics that a stream is read from, and how they are reached.
 *
 * @param service what they are on
 * @param bootstrapServers host:port, separated by commas
 * @param topics one or more
 * @param groupId under which progress is shown
 * @param start for partitions that were never read
 * @param bounded whether reading ends at what is there when it begins
 * @param onGap what becomes of the stream where messages that come next are gone
 * @param discoveryInterval how often new partitions are looked for
 * @param properties of the consumer, secrets among them
 */
public record KafkaInput(
    Service service,
    String bootstrapServers,
    List<String> topics,
    String groupId,
    Start start,
    boolean bounded,
    OnGap onGap,
    Duration discoveryInterval,
    Map<String, String> properties)
    implements Serializable {
  /** What speaks Kafka's protocol. */
  public enum Service {
    KAFKA("Kafka"),
    EVENT_HUBS("Event Hubs");

    private final String label;

    Service(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /** What becomes of a stream whose next messages the broker no longer has. */
  public enum OnGap {
    STOP,
    /** With the messages that are there. */
    CONTINUE
  }

  public KafkaInput {
    topics = List.copyOf(topics);
    properties = new TreeMap<>(properties);
  }

  /** Without the properties, which hold secrets. */
  @Override
  public String toString() {
    return service.label() + " at " + bootstrapServers + ", " + String.join(", ", topics);
  }
}
