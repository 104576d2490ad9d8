package io.alluvium.doctor.rules;

import io.alluvium.doctor.Rule;
import io.alluvium.doctor.Severity;
import io.alluvium.doctor.files.Document;
import io.alluvium.doctor.files.Document.Kind;
import io.alluvium.doctor.files.Project;
import io.alluvium.doctor.files.YamlValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/** Event Hubs' Kafka endpoint, and IoT Hub behind it. */
final class EventHubsRules {
  private static final String AREA = "Event Hubs";
  private static final long IDLE_CUT_MILLIS = 240_000;
  private static final long LARGEST_REQUEST = 1_046_528;

  private EventHubsRules() {}

  static List<Rule> list() {
    return List.of(
        new Rule(
            "event-hubs-transactions",
            Severity.ERROR,
            AREA,
            "Event Hubs' Kafka endpoint has no transactional producers: the sink fails as it begins its first transaction.",
            "Write with `'sink.delivery-guarantee' = 'at-least-once'`, and let readers take the newest of a key.",
            "azure-event-hubs-for-kafka#252; nussknacker#3972",
            EventHubsRules::transactions),
        new Rule(
            "event-hubs-idle",
            Severity.ERROR,
            AREA,
            "Azure cuts connections that idle for 240 s without telling: the next request waits for its timeout.",
            "Set `connections.max.idle.ms` and `metadata.max.age.ms` to 180000.",
            "azure-event-hubs-for-kafka#105; librdkafka#3109",
            (project, report) -> {
              limit(project, report, "connections.max.idle.ms", value -> value >= IDLE_CUT_MILLIS);
              limit(project, report, "metadata.max.age.ms", value -> value >= IDLE_CUT_MILLIS);
            }),
        new Rule(
            "event-hubs-idle-default",
            Severity.WARNING,
            AREA,
            "Kafka's clients keep idle connections for 540 s and their metadata for 300 s; Azure cuts them at"
                + " 240 s.",
            "Add `'properties.connections.max.idle.ms' = '180000'` and `'properties.metadata.max.age.ms' ="
                + " '180000'`.",
            "azure-event-hubs-for-kafka, CONFIGURATION.md",
            (project, report) ->
                KafkaTables.onEventHubs(
                    project,
                    table -> {
                      if (table.option("properties.connections.max.idle.ms").isEmpty()
                          || table.option("properties.metadata.max.age.ms").isEmpty()) {
                        report.found(
                            table.file(),
                            KafkaTables.line(table, "properties.bootstrap.servers"),
                            "Event Hubs with Kafka's idle limits");
                      }
                    })),
        new Rule(
            "event-hubs-compression",
            Severity.WARNING,
            AREA,
            "Compressed batches are taken by the Premium and Dedicated tiers only; Standard refuses them.",
            "Set `'properties.compression.type' = 'none'`, or silence this where the tier is Premium.",
            "azure-docs#123980",
            (project, report) ->
                KafkaTables.onEventHubs(
                    project,
                    table -> {
                      String type = table.option("properties.compression.type");
                      if (!type.isEmpty() && !type.equals("none")) {
                        report.found(
                            table.file(),
                            KafkaTables.line(table, "properties.compression.type"),
                            "compression.type: " + type);
                      }
                    })),
        new Rule(
            "event-hubs-request-size",
            Severity.ERROR,
            AREA,
            "Event Hubs closes the connection on requests of 1,046,528 bytes and more; the producer sends them"
                + " again and again.",
            "Set `'properties.max.request.size' = '1000000'`.",
            "azure-event-hubs-for-kafka, CONFIGURATION.md",
            (project, report) ->
                limit(project, report, "max.request.size", value -> value >= LARGEST_REQUEST)),
        new Rule(
            "event-hubs-as-kafka",
            Severity.WARNING,
            AREA,
            "Read as plain Kafka, IoT Hub's properties are AMQP values that nobody decodes, and the endpoint's"
                + " limits are yours to keep.",
            "Write `source: event-hubs:` with its connection string or identity.",
            "azure-event-hubs-for-kafka#56 and #185",
            (project, report) ->
                streams(
                    project,
                    (file, source) ->
                        source
                            .at("kafka", "bootstrap-servers")
                            .filter(servers -> KafkaTables.isEventHubs(servers.text()))
                            .ifPresent(
                                servers ->
                                    report.found(
                                        file, servers.line(), "Event Hubs read as Kafka")))),
        new Rule(
            "amqp-headers-as-text",
            Severity.WARNING,
            AREA,
            "Event Hubs gives header values as AMQP 1.0: as text they have a type's byte before them, and times"
                + " and numbers cannot be read.",
            "Leave `headers` out, or write `headers: amqp`.",
            "azure-event-hubs-for-kafka#185",
            (project, report) -> {
              for (Document document : project.of(Kind.STREAM)) {
                document
                    .root()
                    .at("headers")
                    .filter(
                        headers ->
                            headers.text().equals("plain")
                                && document.root().has("source", "event-hubs"))
                    .ifPresent(
                        headers -> report.found(document.file(), headers.line(), "headers: plain"));
              }
            }),
        new Rule(
            "group-shared",
            Severity.WARNING,
            AREA,
            "A consumer group spans the whole Event Hubs namespace: two streams that share one show each other's"
                + " progress, and throttle each other's commits.",
            "Leave `group-id` out: it is the stream's name by default.",
            "azure-event-hubs-for-kafka, README: group.id",
            EventHubsRules::groups));
  }

  /** A look at a stream's source. */
  private interface SourceLook {
    void at(String file, YamlValue source);
  }

  private static void streams(Project project, SourceLook look) {
    for (Document document : project.of(Kind.STREAM)) {
      document.root().at("source").ifPresent(source -> look.at(document.file(), source));
    }
  }

  private static void transactions(Project project, Rule.Report report) {
    KafkaTables.onEventHubs(
        project,
        table -> {
          for (String key :
              List.of(
                  "sink.delivery-guarantee",
                  "sink.transactional-id-prefix",
                  "properties.transactional.id")) {
            String value = table.option(key);
            boolean isTransactional =
                key.equals("sink.delivery-guarantee")
                    ? value.equals("exactly-once")
                    : !value.isEmpty();
            if (isTransactional) {
              report.found(
                  table.file(),
                  KafkaTables.line(table, key),
                  "a transactional sink into Event Hubs");
              return;
            }
          }
        });
  }

  private static void limit(
      Project project, Rule.Report report, String property, LongPredicate isWrong) {
    KafkaTables.onEventHubs(
        project,
        table -> {
          String value = table.option("properties." + property);
          if (Quantities.number(value).stream().anyMatch(isWrong)) {
            report.found(
                table.file(),
                KafkaTables.line(table, "properties." + property),
                property + ": " + value);
          }
        });
    streams(
        project,
        (file, source) -> {
          Optional<YamlValue> value = source.at("event-hubs", "properties", property);
          value
              .filter(text -> Quantities.number(text.text()).stream().anyMatch(isWrong))
              .ifPresent(text -> report.found(file, text.line(), property + ": " + text.text()));
        });
  }

  private static void groups(Project project, Rule.Report report) {
    Map<String, String> first = new HashMap<>();
    for (Document document : project.of(Kind.STREAM)) {
      String name = document.root().textAt("name");
      document
          .root()
          .at("source", "event-hubs", "group-id")
          .ifPresent(
              group -> {
                String other = first.putIfAbsent(group.text(), name);
                if (other != null && !other.equals(name)) {
                  report.found(
                      document.file(),
                      group.line(),
                      "group " + group.text() + " is also that of the stream " + other);
                }
              });
    }
  }
}
