package io.alluvium.ingest.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.alluvium.testing.LakeTable;
import io.alluvium.testing.RunningJob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamJobITCase {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final List<byte[]> BAD_BODIES =
      List.of(
          "not JSON".getBytes(StandardCharsets.UTF_8),
          "{\"date_utc\":\"2015-01-01 00:00:00\"}".getBytes(StandardCharsets.UTF_8),
          "{\"station\":\"weather1\"}".getBytes(StandardCharsets.UTF_8),
          "{\"station\":\"weather1\",\"date_utc\":\"2015-01-01 00:00:00\",\"humidity\":\"68\"}"
              .getBytes(StandardCharsets.UTF_8),
          new byte[] {(byte) 0xff, (byte) 0xfe, 0},
          new byte[0]);

  @TempDir private static Path folder;
  private static Broker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = new Broker(folder.resolve("kafka"));
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
  }

  @Test
  void accountsForEveryMessageExactlyOnceThroughFailures() throws Exception {
    Path lake = folder.resolve("lake");
    LakeTable readings = new LakeTable(lake, "bronze/reading");
    LakeTable deadLetters = new LakeTable(lake, "ops/dead_letters");
    Map<String, String> sentReadings = new HashMap<>();
    Map<String, byte[]> sentBad = new HashMap<>();
    String savepoint;
    Instant before = Instant.now().minusSeconds(1);

    try (RunningJob job = RunningJob.start(folder.resolve("checkpoints"), 2, job(lake)::define)) {
      for (int wave = 0; wave < 4; wave++) {
        send(wave, 3_000, sentReadings, sentBad);
        // Once a part is in the lake, so that the failure falls between two commits.
        int sent = sentReadings.size();
        await().atMost(Duration.ofSeconds(180)).until(() -> readings.count() > sent - 3_000);
        if (wave < 3) {
          job.fail();
          send(wave + 10, 1_000, sentReadings, sentBad);
          await().atMost(Duration.ofSeconds(180)).until(job::hasFailedAsTold);
        }
      }
      awaitCounts(readings, sentReadings.size(), deadLetters, sentBad.size());
      savepoint = job.stopWithSavepoint(folder.resolve("savepoints"));
    }
    send(20, 1_000, sentReadings, sentBad);
    try (RunningJob job =
        RunningJob.start(folder.resolve("checkpoints"), 1, savepoint, job(lake)::define)) {
      awaitCounts(readings, sentReadings.size(), deadLetters, sentBad.size());
      assertThat(job.hasFailedAsTold()).isTrue();
    }

    assertReadings(readings.rows(), sentReadings, before);
    assertDeadLetters(deadLetters.rows(), sentBad, before);
  }

  private static void assertReadings(
      List<Map<String, Object>> rows, Map<String, String> sent, Instant before) {
    Set<Object> positions = new HashSet<>();
    for (Map<String, Object> row : rows) {
      Object position = row.get("_position");
      assertThat(positions.add(position)).as("once: %s", position).isTrue();
      assertThat(row.get("station") + " " + row.get("date_utc")).isEqualTo(sent.get(position));
      assertThat(position)
          .isEqualTo(position.toString().replaceAll("\\d+$", "") + row.get("_sequence"));
    }
    assertThat(positions).isEqualTo(sent.keySet());
    Map<String, Object> calm =
        rows.stream().filter(row -> row.get("_rescued") != null).findAny().orElseThrow();
    assertThat(calm)
        .containsEntry("wind_speed_kmh", 0.0)
        .containsEntry("_rescued", "{\"wind_speed_kmh\":\"Calm\",\"firmware\":{\"version\":[1,2]}}")
        .containsEntry("temperature_c", -9999.0)
        .containsEntry("gust_speed_kmh", null)
        .containsEntry("_op", "c")
        .containsEntry("_before", null)
        .containsEntry("_source", "readings")
        .containsEntry(
            "_headers",
            "{\"iothub-connection-device-id\":\""
                + calm.get("station")
                + "\","
                + "\"iothub-auth\":{\"base64\":\"oQH/\"}}")
        .containsEntry("_event_time_problem", null);
    assertThat((Instant) calm.get("_event_time"))
        .isEqualTo(Instant.parse(calm.get("date_utc").toString().replace(' ', 'T') + "Z"));
    assertThat((Instant) calm.get("_source_ts")).isBetween(before, Instant.now());
    assertThat((Instant) calm.get("_ingest_ts"))
        .isBetween((Instant) calm.get("_source_ts"), Instant.now());
  }

  private static void assertDeadLetters(
      List<Map<String, Object>> rows, Map<String, byte[]> sent, Instant before) {
    Map<Object, Map<String, Object>> byPosition = new LinkedHashMap<>();
    for (Map<String, Object> row : rows) {
      assertThat(byPosition.put(row.get("position"), row)).as("once: %s", row).isNull();
    }
    assertThat(byPosition.keySet()).isEqualTo(sent.keySet());
    sent.forEach(
        (position, body) -> {
          Map<String, Object> row = byPosition.get(position);
          assertThat((byte[]) row.get("bytes")).isEqualTo(body);
          assertThat(row.get("inlet")).isEqualTo("devices");
          assertThat(position)
              .isEqualTo("readings-" + partition(position) + "-" + row.get("sequence"));
          assertThat((String) row.get("reason")).isNotBlank().doesNotContain("\n");
          assertThat(row.get("headers"))
              .isEqualTo(
                  "{\"iothub-connection-device-id\":\"weather1\",\"iothub-auth\":{\"base64\":\"oQH/\"}}");
          assertThat((byte[]) row.get("key")).asString().isEqualTo("weather1");
          assertThat(row.get("source")).isEqualTo("readings");
          assertThat((Instant) row.get("time")).isBetween(before, Instant.now());
        });
    assertThat(rows)
        .extracting(row -> row.get("reason"))
        .contains(
            "the message has no body",
            "the body is empty",
            "field 'station' is missing or blank",
            "field 'humidity' is the text '68', not a number",
            "the body has 1572864 bytes, more than max-message-bytes = 1048576");
  }

  private static String partition(String position) {
    return position.split("-")[1];
  }

  private static void awaitCounts(LakeTable readings, int rows, LakeTable dead, int letters) {
    await()
        .atMost(Duration.ofSeconds(180))
        .until(() -> readings.count() >= rows && dead.count() >= letters);
  }

  /** A wave of readings with dirt, a bad message of every kind among them. */
  private static void send(
      int wave, int count, Map<String, String> readings, Map<String, byte[]> bad) throws Exception {
    Map<String, Future<RecordMetadata>> sent = new LinkedHashMap<>();
    Map<Future<RecordMetadata>, byte[]> sentBad = new LinkedHashMap<>();
    LocalDateTime start = LocalDateTime.of(2015, 1, 1, 0, 0).plusDays(wave * 100L);
    for (int i = 0; i < count; i++) {
      String station = "weather" + i % 7;
      String time = TIME.format(start.plusMinutes(i));
      sent.put(station + " " + time, broker.send(station, body(station, time, i)));
      if (i % 300 == 0) {
        byte[] body = BAD_BODIES.get(i / 300 % BAD_BODIES.size());
        sentBad.put(broker.send("weather1", body), body);
      }
    }
    byte[] large = new byte[3 << 19];
    sentBad.put(broker.send("weather1", large), large);
    sentBad.put(broker.send("weather1", null), null);
    for (Map.Entry<String, Future<RecordMetadata>> entry : sent.entrySet()) {
      readings.put(position(entry.getValue()), entry.getKey());
    }
    for (Map.Entry<Future<RecordMetadata>, byte[]> entry : sentBad.entrySet()) {
      bad.put(position(entry.getKey()), entry.getValue());
    }
  }

  private static String position(Future<RecordMetadata> sent) throws Exception {
    return sent.get().topic() + "-" + sent.get().partition() + "-" + sent.get().offset();
  }

  private static byte[] body(String station, String time, int i) {
    String rest =
        i % 10 == 0
            ? ",\"temperature_c\":-9999,\"gust_speed_kmh\":\"-\",\"wind_speed_kmh\":\"Calm\","
                + "\"firmware\":{\"version\":[1,2]}}"
            : ",\"temperature_c\":" + i + ".5,\"humidity\":\"\",\"conditions\":\"Clear\"}";
    return ("{\"station\":\"" + station + "\",\"date_utc\":\"" + time + "\"" + rest)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void namesAMissingTopicAndABrokerThatIsNotThere() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
    String lake = folder.resolve("unused").toString();
    StreamJob missing = new StreamJob(reading(broker.address(), "nowhere"), lake);
    assertThatThrownBy(() -> missing.define(env))
        .isInstanceOf(StreamException.class)
        .hasMessage(
            "Kafka at "
                + broker.address()
                + " has no topic 'nowhere'. Create it, or name another under source.");
    StreamJob unreachable = new StreamJob(reading("127.0.0.1:1", "readings"), lake);
    assertThatThrownBy(() -> unreachable.define(env))
        .isInstanceOf(StreamException.class)
        .hasMessageStartingWith("Kafka at 127.0.0.1:1 cannot be reached (")
        .hasMessageNotContaining("\n");
  }

  private static StreamJob job(Path lake) {
    return new StreamJob(
        StreamDefinitions.read(
            Path.of("streams/readings.yaml"), Map.of("KAFKA_BOOTSTRAP_SERVERS", broker.address())),
        lake.toString());
  }

  private static StreamDefinition reading(String servers, String topic) {
    return StreamDefinitions.parse(
        "s.yaml",
        """
        name: e
        source:
          kafka:
            bootstrap-servers: %s
            topics: [%s]
            properties: {default.api.timeout.ms: 1000}
        format: {type: json}
        columns: [{name: station, type: STRING}]
        table: bronze.event
        """
            .formatted(servers, topic),
        Map.of());
  }
}
