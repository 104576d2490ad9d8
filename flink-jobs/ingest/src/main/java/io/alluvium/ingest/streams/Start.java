package io.alluvium.ingest.streams;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

/**
 * Where a stream is read from when it is read for the first time. Partitions that are added later
 * are read from their beginning.
 *
 * @param text earliest, latest, or a time with an offset
 */
public record Start(String text) implements Serializable {
  public static final Start EARLIEST = new Start("earliest");

  /**
   * @throws IllegalArgumentException where the text is neither
   */
  public Start {
    if (!text.equals("earliest") && !text.equals("latest")) {
      instant(text);
    }
  }

  OffsetsInitializer offsets(KafkaInput.OnGap onGap) {
    return new StartingOffsets(initial(), onGap);
  }

  private OffsetsInitializer initial() {
    return switch (text) {
      case "earliest" -> OffsetsInitializer.earliest();
      case "latest" -> OffsetsInitializer.latest();
      default -> OffsetsInitializer.timestamp(instant(text).toEpochMilli());
    };
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "must be earliest, latest, or a time such as 2024-05-01T00:00:00Z, not '" + text + "'",
          e);
    }
  }
}
