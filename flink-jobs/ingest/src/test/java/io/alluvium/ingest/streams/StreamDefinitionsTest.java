package io.alluvium.ingest.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.definitions.DefinitionException;
import io.alluvium.ingest.record.DeclaredColumn;
import io.alluvium.ingest.record.Mismatch;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamDefinitionsTest {
  private static final String CONNECTION =
      "Endpoint=sb://farm.servicebus.windows.net/;SharedAccessKeyName=l;SharedAccessKey=S3cr3t=;"
          + "EntityPath=readings";
  private static final String REST =
      """
      format: {type: json}
      columns:
        - {name: id, type: BIGINT}
        - {name: at, type: TIMESTAMP_LTZ(3), zone: UTC}
        - {name: label, type: STRING}
      table: bronze.event
      """;

  @Test
  void readsTheReadingsOfTheDemo() throws Exception {
    StreamDefinition stream =
        StreamDefinitions.read(
            Path.of("streams/readings.yaml"), Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:1"));
    assertThat(stream.name()).isEqualTo("devices");
    assertThat(stream.table()).isEqualTo("bronze.reading");
    assertThat(stream.input().toString()).isEqualTo("Kafka at kafka:1, readings");
    assertThat(stream.input().groupId()).isEqualTo("alluvium-devices");
    StreamLayout layout = stream.layout();
    assertThat(layout.maxMessageBytes()).isEqualTo(1 << 20);
    assertThat(layout.eventTime().notBefore()).isEqualTo(Instant.parse("1990-01-01T00:00:00Z"));
    DeclaredColumn humidity = layout.columns().get(5);
    assertThat(humidity.name()).isEqualTo("humidity");
    assertThat(humidity.mismatch()).isEqualTo(Mismatch.REJECT);
    assertThat(humidity.nullValues()).containsExactlyInAnyOrder("-", "");
    assertThat(layout.columns().get(8).nullValues()).isEmpty();
    assertThat(layout.columns().get(9).valueMap()).isEqualTo(Map.of("calm", "0"));
    assertThat(layout.schema().rowType().getFieldNames())
        .startsWith("station", "date_utc", "local_time")
        .endsWith("_rescued", "_headers", "_event_time", "_event_time_problem");
    assertThat(InstantiationUtil.<StreamLayout>clone(layout).columns()).isEqualTo(layout.columns());
  }

  @Test
  void takesEventHubsFromOneLine() {
    StreamDefinition stream =
        StreamDefinitions.parse(
            "s.yaml",
            "name: e\nsource:\n  event-hubs:\n    connection-string: ${C}\n" + REST,
            Map.of("C", CONNECTION));
    KafkaInput input = stream.input();
    assertThat(input.bootstrapServers()).isEqualTo("farm.servicebus.windows.net:9093");
    assertThat(input.topics()).containsExactly("readings");
    assertThat(stream.layout().headers()).isEqualTo(HeaderEncoding.AMQP);
    assertThat(stream.toString()).doesNotContain("S3cr3t");
    Properties properties = ConsumerProperties.of(input);
    assertThat(properties)
        .containsEntry("connections.max.idle.ms", "180000")
        .containsEntry("metadata.max.age.ms", "180000")
        .containsEntry("request.timeout.ms", "60000")
        .containsEntry("security.protocol", "SASL_SSL")
        .doesNotContainKey("isolation.level");
    assertThat(properties.getProperty("sasl.jaas.config"))
        .contains("username=\"$ConnectionString\"")
        .contains(CONNECTION);
  }

  @Test
  void takesEventHubsByIdentity() {
    StreamDefinition stream =
        StreamDefinitions.parse(
            "s.yaml",
            "name: e\nsource:\n  event-hubs:\n    identity: workload\n    namespace: farm\n"
                + "    topics: [a, b]\n"
                + REST
                + "partition-by: [label, {name: day, date-of: at}]\nheaders: none\n",
            Map.of());
    assertThat(stream.input().bootstrapServers()).isEqualTo("farm.servicebus.windows.net:9093");
    assertThat(stream.input().properties()).containsEntry("sasl.mechanism", "OAUTHBEARER");
    assertThat(stream.layout().partitionNames()).containsExactly("label", "day");
    assertThat(stream.layout().schema().rowType().getFieldNames()).endsWith("_rescued", "day");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "source: {}|s.yaml, line 2: source: must be either kafka or event-hubs",
        "source: {kafka: {topics: [a]}}|field 'bootstrap-servers' is missing",
        "source: {kafka: {bootstrap-servers: a}}|field 'topics' is missing",
        "source: {kafka: {bootstrap-servers: a, topics: [a], start: soon}}|source.kafka.start: must be earliest, latest, or a time such as 2024-05-01T00:00:00Z, not 'soon'",
        "source: {kafka: {bootstrap-servers: a, topics: [a], properties: {group.id: x}}}|is not to be set here",
        "source: {kafka: {bootstrap-servers: a, topics: [a], sasl: {username: u, password: hunter2}}}|source.kafka.sasl.password: is a secret",
        "source: {event-hubs: {topics: [a]}}|needs either connection-string, or namespace and identity",
        "source: {event-hubs: {connection-string: Endpoint=sb://x}}|is a secret",
        "source: {event-hubs: {connection-string: '${C}', properties: {connections.max.idle.ms: 300000}}}|source.event-hubs.properties.connections.max.idle.ms: cannot work with Event Hubs: Event Hubs cuts connections that idle for 240 s",
        "source: {event-hubs: {connection-string: '${C}', properties: {isolation.level: read_committed}}}|no transactions",
        "source: {kafca: {}}|source.kafca: there is no such field; did you mean 'kafka'?"
      })
  void refusesSourcesThatCannotBe(String source, String message) {
    assertThatThrownBy(
            () ->
                StreamDefinitions.parse(
                    "s.yaml", "name: e\n" + source + "\n" + REST, Map.of("C", CONNECTION)))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("hunter2")
        .hasMessageNotContaining("S3cr3t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "event-time: {column: nowhere}|line 9: event-time.column: no column 'nowhere' is declared",
        "event-time: {column: label}|column 'label' holds no time",
        "event-time: {column: id}|column 'id' holds no time",
        "event-time: {column: at, not-before: soon}|must be a time such as 2015-01-01T00:00:00Z",
        "partition-by: [where]|no column 'where' is declared",
        "partition-by: [{name: day, date-of: label}]|must be _event_time, _source_ts, _ingest_ts or a TIMESTAMP column",
        "partition-by: [{name: day, date-of: _event_time}]|the stream has no event-time",
        "partition-by: [{name: id, date-of: at}]|Column 'id' is there twice",
        "max-message-bytes: much|must be a size",
        "headers: all|must be one of none, plain, amqp"
      })
  void refusesWhatDoesNotFitTogether(String line, String message) {
    String kafka = "name: e\nsource: {kafka: {bootstrap-servers: a, topics: [a]}}\n";
    assertThatThrownBy(() -> StreamDefinitions.parse("s.yaml", kafka + REST + line, Map.of()))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "format: {type: avro}|Avro needs either schema",
        "format: {type: avro, schema: '{}'}|Not an Avro schema",
        "format: {type: csv}|field 'fields' is missing",
        "format: {type: csv, fields: [a]}|Column 'id' reads field 'id', which is none of a",
        "format: {type: csv, fields: [id, id]}|Field 'id' is there twice",
        "format: {type: xml}|must be one of json, csv, avro"
      })
  void refusesFormatsThatCannotBe(String format, String message) {
    String yaml =
        "name: e\nsource: {kafka: {bootstrap-servers: a, topics: [a]}}\n"
            + REST.replace("format: {type: json}", format);
    assertThatThrownBy(() -> StreamDefinitions.parse("s.yaml", yaml, Map.of()))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{name: a, type: TEXT}|line 4: columns[0].type: 'TEXT' is no type that a column can have",
        "{name: _a, type: INT}|does not look right",
        "{name: a, type: INT, zone: Mars}|'Mars' is no time zone",
        "{name: a, type: DATE, pattern: 'bbb'}|columns[0].pattern",
        "{name: a, type: INT, path: [x]}, {name: b, type: INT, path: x}|Columns 'a' and 'b' read the same field",
        "{name: a, type: INT}, {name: A, type: INT}|column 'A' is there twice"
      })
  void refusesColumnsThatCannotBe(String columns, String message) {
    String yaml =
        "name: e\nsource: {kafka: {bootstrap-servers: a, topics: [a]}}\nformat: {type: json}\n"
            + "columns: ["
            + columns
            + "]\ntable: bronze.event\n";
    assertThatThrownBy(() -> StreamDefinitions.parse("s.yaml", yaml, Map.of()))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining(message);
  }
}
