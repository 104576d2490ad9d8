package io.alluvium.ingest.eventhubs;

import io.alluvium.definitions.Secret;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An Event Hubs connection string: {@code Endpoint=sb://…;SharedAccessKeyName=…;SharedAccessKey=…},
 * perhaps with an {@code EntityPath}.
 *
 * @param host of the namespace
 * @param port of the Kafka endpoint
 * @param entityPath the event hub that the string is for
 * @param emulator whether it is of the emulator, which speaks without TLS
 * @param secret the string itself
 */
public record ConnectionString(
    String host, int port, Optional<String> entityPath, boolean emulator, Secret secret) {
  private static final int KAFKA_PORT = 9093;
  private static final int EMULATOR_PORT = 9092;

  /**
   * @throws IllegalArgumentException where it is none; the message holds no part of it
   */
  public static ConnectionString parse(Secret secret) {
    Map<String, String> parts = new HashMap<>();
    for (String part : secret.reveal().strip().split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        // Keys end with equals signs of their own.
        parts.put(
            part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            part.substring(equals + 1).strip());
      } else if (!part.isBlank()) {
        throw problem("a part has no '='");
      }
    }
    String endpoint = parts.get("endpoint");
    if (endpoint == null) {
      throw problem("Endpoint is missing");
    }
    boolean hasKey =
        parts.containsKey("sharedaccesskeyname") && parts.containsKey("sharedaccesskey");
    if (!hasKey && !parts.containsKey("sharedaccesssignature")) {
      throw problem("SharedAccessKeyName or SharedAccessKey is missing");
    }
    URI uri;
    try {
      uri = URI.create(endpoint);
    } catch (IllegalArgumentException e) {
      throw problem("Endpoint is no URI");
    }
    if (!"sb".equals(uri.getScheme()) || uri.getHost() == null) {
      throw problem("Endpoint does not begin with sb:// and a host");
    }
    boolean emulator = "true".equalsIgnoreCase(parts.get("usedevelopmentemulator"));
    int port = uri.getPort() > 0 ? uri.getPort() : emulator ? EMULATOR_PORT : KAFKA_PORT;
    return new ConnectionString(
        uri.getHost(),
        port,
        Optional.ofNullable(parts.get("entitypath")).filter(path -> !path.isBlank()),
        emulator,
        secret);
  }

  public String bootstrapServers() {
    return host + ":" + port;
  }

  private static IllegalArgumentException problem(String what) {
    return new IllegalArgumentException(
        "is no Event Hubs connection string ("
            + what
            + "); copy it from the namespace's shared access policies:"
            + " Endpoint=sb://NAMESPACE.servicebus.windows.net/;SharedAccessKeyName=…;SharedAccessKey=…");
  }
}
