package io.alluvium.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.local.LocalKafka;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceFleetITCase {
  private static final Portfolio PORTFOLIO = new SimulatedPortfolio(1);

  @TempDir Path directory;

  @Test
  void sendsEverythingExactlyOnceThroughKillsAndStops() throws Exception {
    long afterKills = 0;
    for (int kill = 0; kill < 2; kill++) {
      afterKills = killWhileSending(afterKills + 1_000);
    }
    assertThat(afterKills).isBetween(2_000L, 14_000L);

    try (LocalKafka kafka = LocalKafka.start(directory, 0)) {
      DeviceFleet stopped = connect(kafka);
      // What was handed over at the kill may not have arrived.
      assertThat(stopped.sent()).isBetween(1_000L, stopped.total() - 1);
      stopped.close();
      stopped.sendAll();
      assertThat(stopped.sent()).as("closed before").isLessThan(stopped.total());

      DeviceFleet fleet = connect(kafka);
      assertThat(fleet.sent()).isEqualTo(stopped.sent());
      fleet.sendAll();
      fleet.close();
      assertThat(fleet.sent()).isEqualTo(fleet.total());
      assertThat(fleet.accepted()).isEqualTo(fleet.total() - fleet.expectedDeadLetters());
      assertThat(fleet.expectedDeadLetters()).isEqualTo(8 * 5);

      List<ConsumerRecord<String, byte[]>> messages = read(kafka);
      assertThat(messages).hasSize((int) fleet.total());
      assertThat(bodiesByStation(messages)).isEqualTo(expectedBodies());
      assertThat(fleet.distinctReadingsByStation()).isEqualTo(distinctReadings());
      assertThat(fleet.distinctReadings())
          .isEqualTo(distinctReadings().values().stream().mapToLong(Long::longValue).sum());
      assertHeaders(messages.get(0));

      DeviceFleet done = connect(kafka);
      done.sendAll();
      assertThat(done.sent()).isEqualTo(fleet.total());
      assertThat(done.accepted()).isEqualTo(fleet.accepted());
      assertThat(done.distinctReadings()).isEqualTo(fleet.distinctReadings());
      assertThat(read(kafka)).hasSize((int) fleet.total());
    }
  }

  private static DeviceFleet connect(LocalKafka kafka) throws Exception {
    return DeviceFleet.connect(PORTFOLIO, kafka.bootstrapServers(), OptionalDouble.empty());
  }

  /** Kills a process with broker and fleet once it has sent some messages; tells how many. */
  private long killWhileSending(long enough) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FleetProcess.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      long sent = 0;
      while (sent < enough) {
        String line = out.readLine();
        assertThat(line).as("the process runs on").isNotNull();
        sent = line.matches("\\d+") ? Long.parseLong(line) : sent;
      }
      return sent;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static Map<String, List<String>> expectedBodies() throws Exception {
    Map<String, List<String>> bodies = new HashMap<>();
    for (String station : PORTFOLIO.stations()) {
      try (StationMessages messages = StationMessages.open(PORTFOLIO, station)) {
        while (messages.hasNext()) {
          bodies
              .computeIfAbsent(station, name -> new ArrayList<>())
              .add(new String(messages.next(), StandardCharsets.UTF_8));
        }
      }
    }
    return bodies;
  }

  private static Map<String, List<String>> bodiesByStation(
      List<ConsumerRecord<String, byte[]>> messages) {
    Map<String, List<String>> bodies = new HashMap<>();
    messages.forEach(
        message ->
            bodies
                .computeIfAbsent(message.key(), name -> new ArrayList<>())
                .add(new String(message.value(), StandardCharsets.UTF_8)));
    return bodies;
  }

  private static Map<String, Long> distinctReadings() {
    Map<String, Long> distinct = new HashMap<>();
    for (String station : PORTFOLIO.stations()) {
      Set<String> times = new HashSet<>();
      try (Readings readings = PORTFOLIO.open(station)) {
        readings.forEachRemaining(reading -> times.add(reading.dateUtc()));
      }
      distinct.put(station, (long) times.size());
    }
    return distinct;
  }

  private static void assertHeaders(ConsumerRecord<String, byte[]> message) {
    assertThat(message.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
    assertThat(header(message, "iothub-connection-device-id")).isEqualTo(message.key());
    assertThat(header(message, "message-id")).isEqualTo(message.key() + "-1");
    assertThat(header(message, "iothub-enqueuedtime")).startsWith("20").endsWith("Z");
    assertThat(header(message, "dt-dataschema")).startsWith("dtmi:");
  }

  private static String header(ConsumerRecord<String, byte[]> message, String name) {
    return new String(message.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static List<ConsumerRecord<String, byte[]>> read(LocalKafka kafka) {
    List<ConsumerRecord<String, byte[]>> messages = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(DeviceFleet.TOPIC).stream()
              .map(info -> new TopicPartition(DeviceFleet.TOPIC, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(part -> consumer.position(part) < ends.get(part))) {
        consumer.poll(Duration.ofMillis(500)).forEach(messages::add);
      }
    }
    return messages;
  }
}
