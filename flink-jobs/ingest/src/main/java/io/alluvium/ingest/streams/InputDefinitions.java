package io.alluvium.ingest.streams;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.definitions.Secret;
import io.alluvium.ingest.eventhubs.ConnectionString;
import io.alluvium.ingest.eventhubs.EventHubsProperties;
import io.alluvium.ingest.eventhubs.WorkloadIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the {@code source} of a stream. */
final class InputDefinitions {
  private static final Duration DISCOVERY = Duration.ofSeconds(30);
  private static final int EVENT_HUBS_PORT = 9093;

  /** What is the definition's own to say, or the job's. */
  private static final Set<String> OWN =
      Set.of(
          "bootstrap.servers",
          "group.id",
          "auto.offset.reset",
          "enable.auto.commit",
          "key.deserializer",
          "value.deserializer",
          "partition.discovery.interval.ms",
          "commit.offsets.on.checkpoint");

  private InputDefinitions() {}

  static KafkaInput read(DefinitionValue source, String name) {
    Optional<DefinitionValue> kafka = source.get("kafka");
    Optional<DefinitionValue> eventHubs = source.get("event-hubs");
    if (kafka.isPresent() == eventHubs.isPresent()) {
      throw source.error("must be either kafka or event-hubs");
    }
    return kafka.isPresent() ? kafka(kafka.get(), name) : eventHubs(eventHubs.get(), name);
  }

  private static KafkaInput kafka(DefinitionValue value, String name) {
    Map<String, String> properties = new TreeMap<>();
    value.get("sasl").ifPresent(sasl -> properties.putAll(sasl(sasl)));
    value
        .get("security-protocol")
        .ifPresent(protocol -> properties.put("security.protocol", protocol.text()));
    properties.putAll(properties(value));
    return input(
        value,
        name,
        KafkaInput.Service.KAFKA,
        new Address(value.required("bootstrap-servers").text(), Optional.empty()),
        properties);
  }

  private static Map<String, String> sasl(DefinitionValue sasl) {
    String mechanism = sasl.get("mechanism").map(DefinitionValue::text).orElse("PLAIN");
    String module = mechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
    Map<String, String> properties = new TreeMap<>();
    properties.put("security.protocol", "SASL_SSL");
    properties.put("sasl.mechanism", mechanism);
    properties.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security."
            + module
            + " required"
            + EventHubsProperties.option("username", sasl.required("username").text())
            + EventHubsProperties.option("password", sasl.required("password").secret())
            + ";");
    return properties;
  }

  private static KafkaInput eventHubs(DefinitionValue value, String name) {
    Optional<DefinitionValue> connection = value.get("connection-string");
    Optional<DefinitionValue> identity = value.get("identity");
    if (connection.isPresent() == identity.isPresent()) {
      throw value.error("needs either connection-string, or namespace and identity");
    }
    Map<String, String> properties = new TreeMap<>();
    properties(value)
        .forEach(
            (property, setting) -> {
              EventHubsProperties.problem(property, setting)
                  .ifPresent(
                      problem -> {
                        throw value
                            .required("properties")
                            .required(property)
                            .error("cannot work with Event Hubs: " + problem);
                      });
              properties.put(property, setting);
            });
    Address address;
    if (connection.isPresent()) {
      ConnectionString parsed = connectionString(connection.get());
      properties.putAll(EventHubsProperties.of(parsed));
      address = new Address(parsed.bootstrapServers(), parsed.entityPath());
    } else {
      properties.putAll(
          EventHubsProperties.of(
              new WorkloadIdentity(
                  text(value, "client-id"),
                  text(value, "tenant-id"),
                  text(value, "token-file"),
                  text(value, "authority"))));
      String namespace = value.required("namespace").text();
      String host = namespace.contains(".") ? namespace : namespace + ".servicebus.windows.net";
      address = new Address(host + ":" + EVENT_HUBS_PORT, Optional.empty());
    }
    return input(value, name, KafkaInput.Service.EVENT_HUBS, address, properties);
  }

  /** A namespace or brokers, and the topic that goes with them. */
  private record Address(String bootstrapServers, Optional<String> topic) {}

  private static ConnectionString connectionString(DefinitionValue value) {
    Secret secret = value.secret();
    try {
      return ConnectionString.parse(secret);
    } catch (IllegalArgumentException e) {
      throw value.error(e.getMessage());
    }
  }

  private static KafkaInput input(
      DefinitionValue value,
      String name,
      KafkaInput.Service service,
      Address address,
      Map<String, String> properties) {
    List<String> topics =
        value
            .get("topics")
            .map(list -> list.items().stream().map(DefinitionValue::text).toList())
            .or(() -> address.topic().map(List::of))
            .orElseThrow(
                () ->
                    value.error(
                        service == KafkaInput.Service.EVENT_HUBS
                            ? "names no event hub: say topics, or give a connection string with an"
                                + " EntityPath"
                            : "field 'topics' is missing"));
    return new KafkaInput(
        service,
        address.bootstrapServers(),
        topics,
        text(value, "group-id").orElse("alluvium-" + name),
        value.get("start").map(InputDefinitions::start).orElse(Start.EARLIEST),
        value.get("stop").map(stop -> stop.text().equals("latest")).orElse(false),
        value
            .get("on-gap")
            .map(gap -> KafkaInput.OnGap.valueOf(gap.text().toUpperCase(Locale.ROOT)))
            .orElse(KafkaInput.OnGap.STOP),
        value.get("discovery-interval").map(DefinitionValue::duration).orElse(DISCOVERY),
        properties);
  }

  private static Start start(DefinitionValue value) {
    try {
      return new Start(value.text());
    } catch (IllegalArgumentException e) {
      throw value.error(e.getMessage());
    }
  }

  private static Map<String, String> properties(DefinitionValue value) {
    Map<String, String> properties = new TreeMap<>();
    value
        .get("properties")
        .ifPresent(
            map ->
                map.fields()
                    .forEach(
                        (property, setting) -> {
                          if (OWN.contains(property)) {
                            throw setting.error(
                                "is not to be set here; the definition has a field for it, or the"
                                    + " job sets it");
                          }
                          boolean isSecret =
                              property.toLowerCase(Locale.ROOT).contains("password")
                                  || property.equals("sasl.jaas.config");
                          properties.put(
                              property, isSecret ? setting.secret().reveal() : setting.text());
                        }));
    return properties;
  }

  private static Optional<String> text(DefinitionValue value, String field) {
    return value.get(field).map(DefinitionValue::text);
  }
}
