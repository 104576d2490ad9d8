package io.alluvium.ingest.eventhubs;

import io.alluvium.definitions.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/** What Event Hubs' Kafka endpoint needs of a consumer, and what it cannot do. */
public final class EventHubsProperties {
  private static final long IDLE_CUT_MILLIS = 240_000;
  private static final long SHORTEST_REQUEST_TIMEOUT_MILLIS = 20_000;
  private static final long SHORTEST_SESSION_MILLIS = 6_000;
  private static final long LONGEST_SESSION_MILLIS = 300_000;

  private EventHubsProperties() {}

  /** Signs in by the connection string. */
  public static Map<String, String> of(ConnectionString connection) {
    Map<String, String> properties = new TreeMap<>();
    properties.put("security.protocol", connection.emulator() ? "SASL_PLAINTEXT" : "SASL_SSL");
    properties.put("sasl.mechanism", "PLAIN");
    properties.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + option("username", "$ConnectionString")
            + option("password", connection.secret().reveal())
            + ";");
    return properties;
  }

  /** Signs in by Entra ID, as the workload that this process is. */
  public static Map<String, String> of(WorkloadIdentity identity) {
    Map<String, String> properties = new TreeMap<>();
    properties.put("security.protocol", "SASL_SSL");
    properties.put("sasl.mechanism", "OAUTHBEARER");
    properties.put("sasl.login.callback.handler.class", WorkloadIdentityLogin.class.getName());
    StringBuilder jaas =
        new StringBuilder(
            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required");
    identity.options().forEach((name, value) -> jaas.append(option(name, value)));
    properties.put("sasl.jaas.config", jaas.append(';').toString());
    return properties;
  }

  /** A login module's option, quoted. */
  public static String option(String name, String value) {
    return " " + name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** As {@link #option(String, String)}. */
  public static String option(String name, Secret value) {
    return option(name, value.reveal());
  }

  /** Why a setting of the consumer cannot work on Event Hubs; empty where it can. */
  public static Optional<String> problem(String name, String value) {
    return switch (name) {
      case "transactional.id", "transaction.timeout.ms" ->
          Optional.of("Event Hubs has no transactions, and this is a consumer");
      case "compression.type", "enable.idempotence", "acks", "max.request.size" ->
          Optional.of("is a setting of producers; this is a consumer");
      case "isolation.level" ->
          Optional.of("Event Hubs has no transactions, so that there is nothing to isolate");
      case "security.protocol", "sasl.mechanism", "sasl.jaas.config" ->
          Optional.of("follows from the connection string or the identity; leave it out");
      case "connections.max.idle.ms", "metadata.max.age.ms" ->
          wrong(
              value,
              millis -> millis > 0 && millis < IDLE_CUT_MILLIS,
              "Event Hubs cuts connections that idle for 240 s; it must be less than 240000");
      case "request.timeout.ms" ->
          wrong(
              value,
              millis -> millis >= SHORTEST_REQUEST_TIMEOUT_MILLIS,
              "Event Hubs answers within 20 s at the earliest; it must be 20000 or more");
      case "session.timeout.ms" ->
          wrong(
              value,
              millis -> millis >= SHORTEST_SESSION_MILLIS && millis <= LONGEST_SESSION_MILLIS,
              "Event Hubs allows 6000 to 300000");
      default -> Optional.empty();
    };
  }

  private static Optional<String> wrong(String value, LongPredicate isRight, String problem) {
    try {
      return isRight.test(Long.parseLong(value.strip())) ? Optional.empty() : Optional.of(problem);
    } catch (NumberFormatException e) {
      return Optional.of("must be a number of milliseconds");
    }
  }
}
