package io.alluvium.ingest.streams;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.table.data.StringData;

/**
 * Writes {@code topic-partition-offset}; cheap while messages of one partition follow each other.
 * Not thread-safe.
 */
final class Positions {
  private static final int MAX_DIGITS = 20;

  private String topic = "";
  private int partition = -1;
  private StringData source = StringData.fromString("");
  private byte[] text = new byte[0];
  private int prefixLength;

  private void use(String newTopic, int newPartition) {
    if (newPartition == partition && newTopic.equals(topic)) {
      return;
    }
    topic = newTopic;
    partition = newPartition;
    byte[] prefix = (topic + "-" + partition + "-").getBytes(StandardCharsets.UTF_8);
    text = Arrays.copyOf(prefix, prefix.length + MAX_DIGITS);
    prefixLength = prefix.length;
    source = StringData.fromString(topic);
  }

  StringData source(String ofTopic, int ofPartition) {
    use(ofTopic, ofPartition);
    return source;
  }

  StringData position(String ofTopic, int ofPartition, long offset) {
    use(ofTopic, ofPartition);
    int digits = 1;
    for (long rest = offset / 10; rest > 0; rest /= 10) {
      digits++;
    }
    int length = prefixLength + digits;
    byte[] position = Arrays.copyOf(text, length);
    long rest = offset;
    for (int i = length - 1; i >= prefixLength; i--) {
      position[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return StringData.fromBytes(position);
  }
}
