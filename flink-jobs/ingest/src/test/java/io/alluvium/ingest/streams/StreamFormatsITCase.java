package io.alluvium.ingest.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.ingest.batch.BatchRun;
import io.alluvium.ingest.eventhubs.EventHubsProperties;
import io.alluvium.local.LocalKafka;
import io.alluvium.local.Loopback;
import io.alluvium.testing.LakeTable;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of CSV and Avro, from a broker that lets in who signs in as Event Hubs asks for it. */
class StreamFormatsITCase {
  private static final String SECRET = "s3cret/+key=\"\\";
  private static final String FIRST =
      """
      {"type": "record", "name": "r", "fields": [
        {"name": "id", "type": "long"}, {"name": "name", "type": ["null", "string"]}]}
      """;
  private static final String SECOND =
      """
      {"type": "record", "name": "r", "fields": [
        {"name": "id", "type": "long"}, {"name": "name", "type": ["null", "string"]},
        {"name": "n", "type": "int"}]}
      """;

  @TempDir private static Path shared;
  private static LocalKafka kafka;
  private static String connectionString;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    int port = Loopback.port("Kafka", 0);
    connectionString =
        "Endpoint=sb://127.0.0.1:%d/;SharedAccessKeyName=listen;SharedAccessKey=a/+b=;"
                .formatted(port)
            + "EntityPath=csv;UseDevelopmentEmulator=true";
    kafka =
        LocalKafka.start(
            shared.resolve("kafka"),
            port,
            Map.of("$ConnectionString", connectionString, "reader", SECRET));
    try (Admin admin = Admin.create(client())) {
      admin
          .createTopics(
              Stream.of("csv", "avro").map(topic -> new NewTopic(topic, 2, (short) 1)).toList())
          .all()
          .get();
    }
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void linesOfTextAreReadWithAConnectionString() throws Exception {
    send(
        "csv",
        text("1;'Ann; of York';2026-05-01T10:00:00Z;1.50"),
        text("2;'O''Hara';;12"),
        text("3;Bo;2026-05-01T12:00:00+02:00;a dozen"),
        text("4;Cy"),
        text("x;Di;;"));

    run(lines("${CONNECTION}", Map.of("CONNECTION", connectionString)));

    assertThat(texts("bronze/line", "id", "name", "at", "amount", "_rescued"))
        .containsExactlyInAnyOrder(
            "1 Ann; of York " + Instant.parse("2026-05-01T10:00:00Z") + " 1.50 null",
            "2 O'Hara null 12.00 null",
            "3 Bo " + Instant.parse("2026-05-01T10:00:00Z") + " null {\"amount\":\"a dozen\"}");
    assertThat(texts("ops/dead_letters", "error_class"))
        .containsExactlyInAnyOrder("malformed", "wrong-type");
  }

  @Test
  void recordsOfAvroAreReadBySeveralSchemas() throws Exception {
    send(
        "avro",
        framed(1, FIRST, Map.of("id", 1L, "name", "Ann")),
        framed(2, SECOND, Map.of("id", 2L, "name", "Bo", "n", 7)),
        framed(2, SECOND, Map.of("id", 3L, "n", 8)),
        framed(3, FIRST, Map.of("id", 4L)),
        text("no Avro"));

    run(
        StreamDefinitions.parse(
            "records.yaml",
            """
            name: records
            source:
              kafka:
                bootstrap-servers: %s
                topics: [avro]
                security-protocol: SASL_PLAINTEXT
                sasl: {username: reader, password: "${SECRET}"}
                stop: latest
            format:
              type: avro
              registered-schemas: {"1": '%s', "2": '%s'}
            columns: [{name: id, type: BIGINT, required: true}, {name: name, type: STRING}]
            table: bronze.record
            """
                .formatted(kafka.bootstrapServers(), oneLine(FIRST), oneLine(SECOND)),
            Map.of("SECRET", SECRET)));

    assertThat(texts("bronze/record", "id", "name", "_rescued"))
        .containsExactlyInAnyOrder("1 Ann null", "2 Bo {\"n\":7}", "3 null {\"n\":8}");
    assertThat(texts("ops/dead_letters", "error_class"))
        .containsExactlyInAnyOrder("unknown-schema", "malformed");
  }

  @Test
  void aWrongKeyIsRefusedInOneLineThatDoesNotShowIt() {
    String wrong = connectionString.replace("a/+b=", "wrong-key=");
    assertThatThrownBy(() -> run(lines("${CONNECTION}", Map.of("CONNECTION", wrong))))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("does not let this client read 'csv'")
        .hasMessageContaining("Azure Event Hubs Data Receiver")
        .hasMessageNotContaining("wrong-key")
        .hasMessageNotContaining("\n");
  }

  private void run(StreamDefinition definition) throws Exception {
    BatchRun.once(
        folder,
        (StreamExecutionEnvironment env) ->
            new StreamJob(definition, BatchRun.lake(folder)).define(env));
  }

  private static StreamDefinition lines(String connection, Map<String, String> environment) {
    return StreamDefinitions.parse(
        "lines.yaml",
        """
        name: lines
        source: {event-hubs: {connection-string: "%s", stop: latest}}
        format: {type: csv, fields: [id, name, at, amount], delimiter: ";", quote: "'"}
        columns:
          - {name: id, type: BIGINT, required: true}
          - {name: name, type: STRING}
          - {name: at, type: TIMESTAMP_LTZ(3)}
          - {name: amount, type: "DECIMAL(10, 2)"}
        table: bronze.line
        """
            .formatted(connection),
        environment);
  }

  private List<String> texts(String table, String... columns) throws Exception {
    List<String> texts = new ArrayList<>();
    for (Map<String, Object> row : new LakeTable(folder.resolve("lake"), table).rows()) {
      texts.add(
          Stream.of(columns)
              .map(name -> String.valueOf(row.get(name)))
              .collect(Collectors.joining(" ")));
    }
    return texts;
  }

  private static Properties client() {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", kafka.bootstrapServers());
    properties.setProperty("security.protocol", "SASL_PLAINTEXT");
    properties.setProperty("sasl.mechanism", "PLAIN");
    properties.setProperty(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + EventHubsProperties.option("username", "reader")
            + EventHubsProperties.option("password", SECRET)
            + ";");
    return properties;
  }

  private static void send(String topic, byte[]... bodies) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < bodies.length; i++) {
        producer.send(new ProducerRecord<>(topic, i % 2, null, bodies[i]));
      }
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String oneLine(String json) {
    return json.replaceAll("\\s+", " ").strip();
  }

  /** In Confluent's wire format. */
  private static byte[] framed(int number, String json, Map<String, Object> values)
      throws Exception {
    Schema schema = new Schema.Parser().parse(json);
    GenericRecord record = new GenericData.Record(schema);
    values.forEach(record::put);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(number).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
    encoder.flush();
    return out.toByteArray();
  }
}
