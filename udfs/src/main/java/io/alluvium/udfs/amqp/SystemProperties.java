package io.alluvium.udfs.amqp;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The properties that Event Hubs and IoT Hub set, as against those of the application. Some of
 * Event Hubs' come as a bare value of a type that the name tells, without a constructor byte.
 */
public final class SystemProperties {
  private static final Set<String> IOT_HUB =
      Set.of(
          "iothub-connection-device-id",
          "iothub-connection-module-id",
          "iothub-connection-auth-generation-id",
          "iothub-connection-auth-method",
          "iothub-enqueuedtime",
          "iothub-creation-time-utc",
          "iothub-message-schema",
          "iothub-message-source",
          "iothub-interface-id",
          "dt-dataschema",
          "dt-subject");

  /** What a bare value is; everything else is text. */
  private enum Bare {
    LONG,
    TIMESTAMP,
    TEXT
  }

  private static final Map<String, Bare> EVENT_HUBS =
      Map.ofEntries(
          Map.entry("x-opt-sequence-number", Bare.LONG),
          Map.entry("x-opt-epoch", Bare.LONG),
          Map.entry("x-opt-enqueued-time", Bare.TIMESTAMP),
          Map.entry("x-opt-offset", Bare.TEXT),
          Map.entry("x-opt-partition-key", Bare.TEXT),
          Map.entry("x-opt-partition-id", Bare.TEXT),
          Map.entry("x-opt-publisher", Bare.TEXT),
          Map.entry("message-id", Bare.TEXT),
          Map.entry("user-id", Bare.TEXT),
          Map.entry("to", Bare.TEXT),
          Map.entry("subject", Bare.TEXT),
          Map.entry("reply-to", Bare.TEXT),
          Map.entry("correlation-id", Bare.TEXT),
          Map.entry("content-type", Bare.TEXT),
          Map.entry("content-encoding", Bare.TEXT),
          Map.entry("absolute-expiry-time", Bare.TIMESTAMP),
          Map.entry("creation-time", Bare.TIMESTAMP),
          Map.entry("group-id", Bare.TEXT),
          Map.entry("group-sequence", Bare.LONG),
          Map.entry("reply-to-group-id", Bare.TEXT));

  private SystemProperties() {}

  /** Whether the name is of a property that is not the application's. */
  public static boolean isSystem(String name) {
    return IOT_HUB.contains(name)
        || EVENT_HUBS.containsKey(name)
        || name.startsWith("x-opt-")
        || name.startsWith("iothub-");
  }

  /**
   * The value of a header: with a constructor byte, or bare where the name has such a form.
   *
   * @return empty where it is neither, and so text or bytes
   */
  public static Optional<AmqpValue> decode(String name, byte[] bytes) {
    Bare bare = EVENT_HUBS.get(name);
    if (bare == Bare.TEXT && (bytes.length == 0 || bytes[0] >= 0)) {
      // Text begins with no byte of 0x80 and more, as the constructors of texts do.
      return Optional.empty();
    }
    if (bare != null && bare != Bare.TEXT && bytes.length == Long.BYTES) {
      long value = ByteBuffer.wrap(bytes).getLong();
      return Optional.of(
          new AmqpValue(bare == Bare.LONG ? (Object) value : Instant.ofEpochMilli(value)));
    }
    return AmqpValue.decode(bytes);
  }
}
