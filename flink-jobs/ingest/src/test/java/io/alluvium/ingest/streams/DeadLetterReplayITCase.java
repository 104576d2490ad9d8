package io.alluvium.ingest.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.sink.DeltaSink;
import io.alluvium.ingest.deadletters.DeadLetter;
import io.alluvium.ingest.deadletters.DeadLetterList;
import io.alluvium.ingest.deadletters.DeadLetterReplay;
import io.alluvium.ingest.deadletters.DeadLetterSink;
import io.alluvium.ingest.deadletters.LetterSelection;
import io.alluvium.ingest.deadletters.ReplayResult;
import io.alluvium.ingest.record.UnreadableRecordException;
import io.alluvium.testing.LakeTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.util.FileUtils;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters of a stream, replayed by a definition that was changed. */
class DeadLetterReplayITCase {
  private static final int LETTERS = 300;

  @TempDir private Path folder;
  private Path lake;

  @BeforeEach
  void writeLetters() throws Exception {
    lake = folder.resolve("lake");
    StreamDefinition strict = stream("reject");
    StreamDecoder decoder = new StreamDecoder(strict.layout());
    List<RowData> letters = new ArrayList<>();
    List<RowData> rows = new ArrayList<>();
    for (int offset = 0; offset < LETTERS + 50; offset++) {
      ConsumerRecord<byte[], byte[]> message = message(offset);
      GenericRowData row = decoder.newRow();
      try {
        decoder.decode(message, row);
        rows.add(row);
      } catch (UnreadableRecordException e) {
        letters.add(decoder.deadLetter(message, e).toRow());
      }
    }
    assertThat(letters).hasSize(LETTERS);
    StreamExecutionEnvironment env = environment();
    DeadLetterSink.addTo(
        env.fromCollection(letters, InternalTypeInfo.of(DeadLetter.ROW_TYPE)),
        lake.toString(),
        "sensors");
    DeltaSink.append(lake.resolve("bronze/sensor").toString(), strict.layout().schema().rowType())
        .addTo(
            env.fromCollection(rows, InternalTypeInfo.of(strict.layout().schema().rowType())),
            "rows");
    env.execute();
  }

  /** Every seventh of the last 350 messages fits; of the others a third is no JSON for good. */
  private static ConsumerRecord<byte[], byte[]> message(int offset) {
    String body =
        offset % 7 == 0
            ? "{\"id\":" + offset + "}"
            : offset % 3 == 0 ? "{\"id\":" : "{\"id\":\"number " + offset + "\"}";
    RecordHeaders headers = new RecordHeaders();
    headers.add("device", ("d" + offset).getBytes(StandardCharsets.UTF_8));
    return new ConsumerRecord<>(
        "sensors",
        offset % 2,
        offset,
        1_700_000_000_000L + offset,
        TimestampType.LOG_APPEND_TIME,
        1,
        1,
        new byte[] {1},
        body.getBytes(StandardCharsets.UTF_8),
        headers,
        Optional.empty());
  }

  @Test
  void replaysOnceByTheChangedDefinition() throws Exception {
    ReplayResult unchanged = replay(stream("reject"), LetterSelection.of("sensors"));
    assertThat(unchanged.replayed()).isZero();
    assertThat(unchanged.unreadable()).containsOnlyKeys("malformed", "wrong-type");
    assertThat(unchanged.left()).isZero();

    ReplayResult some =
        replay(
            stream("rescue"),
            new LetterSelection(null, "wrong-type", null, null, Set.of("sensors-0-2")));
    assertThat(some.chosen()).isEqualTo(1);
    assertThat(some.replayed()).isEqualTo(1);

    ReplayResult all = replay(stream("rescue"), LetterSelection.of("sensors"));
    assertThat(all.chosen()).isEqualTo(LETTERS);
    assertThat(all.there()).isEqualTo(1);
    assertThat(all.unreadable()).containsOnlyKeys("malformed");
    assertThat(all.left()).isZero();
    assertTableHoldsEachOnce();

    Map<String, Object> row =
        rows().stream().filter(one -> one.get("_position").equals("sensors-1-5")).findAny().get();
    assertThat(row)
        .containsEntry("id", null)
        .containsEntry("_rescued", "{\"id\":\"number 5\"}")
        .containsEntry("_sequence", 5L)
        .containsEntry("_source", "sensors")
        .containsEntry("_headers", "{\"device\":\"d5\"}")
        .containsEntry("_source_ts", Instant.ofEpochMilli(1_700_000_000_005L));

    assertThat(new DeadLetterList(lake.toString()).latest(LetterSelection.of("sensors"), 1_000))
        .hasSize(LETTERS)
        .allSatisfy(
            letter ->
                assertThat(letter.replayed().isPresent())
                    .isEqualTo(letter.errorClass().equals("wrong-type")));
    ReplayResult again = replay(stream("rescue"), LetterSelection.of("sensors"));
    assertThat(again.replayed()).isZero();
    assertThat(again.there()).isEqualTo(all.there() + all.replayed());
  }

  /** A run that ended when its rows were committed and before they were logged. */
  @Test
  void doublesNothingAfterARunThatEndedBeforeItCouldLog() throws Exception {
    ReplayResult first = replay(stream("rescue"), LetterSelection.of("sensors"));
    assertThat(first.replayed()).isPositive();
    FileUtils.deleteDirectory(lake.resolve("ops/dead_letter_replays").toFile());

    ReplayResult second =
        replay(
            stream("rescue"),
            new LetterSelection("sensors", null, null, null, Set.of("sensors-1-5")));
    assertThat(second.there()).isEqualTo(1);
    assertTableHoldsEachOnce();
    // All are logged again, not only the one that was asked for.
    assertThat(new LakeTable(lake, "ops/dead_letter_replays").count()).isEqualTo(first.replayed());
  }

  @Test
  void doublesNothingWhereSeveralReplayAtATime() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<ReplayResult>> runs = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        runs.add(threads.submit(() -> replay(stream("rescue"), LetterSelection.of("sensors"))));
      }
      long unreadable = -1;
      for (Future<ReplayResult> run : runs) {
        assertThat(run.get().left()).isZero();
        unreadable = run.get().unreadable().getOrDefault("malformed", unreadable);
      }
      assertThat(unreadable).isPositive();
    } finally {
      threads.shutdownNow();
    }
    assertTableHoldsEachOnce();
  }

  @Test
  void hasNothingToDoWithoutLetters() throws Exception {
    FileUtils.deleteDirectory(lake.toFile());
    assertThat(replay(stream("rescue"), LetterSelection.of("sensors")))
        .isEqualTo(new ReplayResult(0, 0, 0, Map.of()));
  }

  private void assertTableHoldsEachOnce() throws Exception {
    Set<Object> positions = new HashSet<>();
    for (Map<String, Object> row : rows()) {
      assertThat(positions.add(row.get("_position"))).as("once: %s", row).isTrue();
    }
    Set<Object> expected = new HashSet<>();
    for (int offset = 0; offset < LETTERS + 50; offset++) {
      if (offset % 7 == 0 || offset % 3 != 0) {
        expected.add("sensors-" + offset % 2 + "-" + offset);
      }
    }
    assertThat(positions).isEqualTo(expected);
  }

  private List<Map<String, Object>> rows() throws Exception {
    return new LakeTable(lake, "bronze/sensor").rows();
  }

  private ReplayResult replay(StreamDefinition stream, LetterSelection selection) throws Exception {
    return new DeadLetterReplay(stream.replayable(), lake.toString()).run(environment(), selection);
  }

  private static StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.ADDRESS, "127.0.0.1");
    return StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
  }

  private static StreamDefinition stream(String mismatch) {
    return StreamDefinitions.parse(
        "sensors.yaml",
        """
        name: sensors
        source: {kafka: {bootstrap-servers: a, topics: [sensors]}}
        format: {type: json}
        columns:
          - {name: id, type: BIGINT, on-mismatch: %s}
        table: bronze.sensor
        """
            .formatted(mismatch),
        Map.of());
  }
}
