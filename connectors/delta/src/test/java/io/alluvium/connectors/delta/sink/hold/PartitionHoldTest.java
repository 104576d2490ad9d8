package io.alluvium.connectors.delta.sink.hold;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.CrashSeeds;
import io.alluvium.connectors.delta.PartitionSpan;
import io.alluvium.connectors.delta.sink.PrimaryKeySelector;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PartitionHoldTest {
  private static final RowType TYPE =
      RowType.of(
          new LogicalType[] {new BigIntType(), new LocalZonedTimestampType(3), new DateType()},
          new String[] {"id", "at", "day"});
  private static final LocalDate FIRST = LocalDate.of(2026, 5, 1);
  private static final Instant BEGIN = FIRST.atStartOfDay().toInstant(ZoneOffset.UTC);
  private static final HoldSettings SETTINGS =
      new HoldSettings("day", PartitionSpan.DAY, "at", Duration.ofHours(1), ZoneOffset.UTC);

  static LongStream seeds() {
    return CrashSeeds.of(2);
  }

  @Test
  void aPartitionComesWholeWhenTheRowsAreAnHourPastItsEnd() throws Exception {
    try (Hold hold = new Hold(null)) {
      hold.row(RowKind.INSERT, 1, 5);
      hold.row(RowKind.INSERT, 2, 23);
      hold.progress(24);
      assertThat(hold.checkpoint()).isEmpty();
      hold.row(RowKind.INSERT, 3, 25);
      hold.progress(25);
      assertThat(hold.checkpoint()).containsExactlyInAnyOrder("+I 1 day 0", "+I 2 day 0");
      assertThat(hold.checkpoint()).as("given out once").isEmpty();
    }
  }

  @Test
  void aLateRowBringsTheOthersOfItsPartitionAlong() throws Exception {
    try (Hold hold = new Hold(null)) {
      hold.row(RowKind.INSERT, 1, 5);
      hold.progress(30);
      assertThat(hold.checkpoint()).containsExactly("+I 1 day 0");
      hold.row(RowKind.INSERT, 2, 6);
      hold.row(RowKind.INSERT, 3, 26);
      assertThat(hold.checkpoint()).containsExactlyInAnyOrder("+I 1 day 0", "+I 2 day 0");
      hold.row(RowKind.DELETE, 1, 5);
      hold.row(RowKind.UPDATE_BEFORE, 2, 6);
      assertThat(hold.checkpoint()).containsExactly("-D null day 0");
    }
  }

  @Test
  void whatIsLeftComesAtTheEndOfTheInput() throws Exception {
    try (Hold hold = new Hold(null)) {
      hold.row(RowKind.INSERT, 1, 5);
      hold.row(RowKind.INSERT, 1, 5);
      hold.harness.endInput1();
      assertThat(hold.given()).isEmpty();
      hold.harness.endInput2();
      assertThat(hold.given()).containsExactly("+I 1 day 0", "+I 1 day 0");
    }
  }

  /** Rows come and go in any order, and the operator is restored again and again. */
  @ParameterizedTest(name = CrashSeeds.NAME)
  @MethodSource("seeds")
  void whatWasGivenOutLastIsWhatCompletePartitionsHold(long seed) throws Exception {
    Random random = new Random(seed);
    Map<Long, List<String>> replaced = new TreeMap<>();
    List<long[]> present = new ArrayList<>();
    OperatorSubtaskState state = null;
    int latest = 0;
    int id = 0;
    Hold hold = new Hold(null);
    for (int step = 0; step < 400; step++) {
      if (present.isEmpty() || random.nextInt(4) > 0) {
        int hour = Math.max(0, step / 3 - random.nextInt(40));
        latest = Math.max(latest, hour);
        present.add(new long[] {id, hour});
        hold.row(RowKind.INSERT, id++, hour);
      } else {
        long[] gone = present.remove(random.nextInt(present.size()));
        hold.row(RowKind.DELETE, gone[0], (int) gone[1]);
      }
      if (random.nextInt(10) == 0) {
        hold.progress(latest);
        take(hold, replaced);
        state = hold.harness.snapshot(step, step);
        if (random.nextInt(3) == 0) {
          hold.row(RowKind.INSERT, -1, 3);
          hold.close();
          hold = new Hold(state);
        }
      }
    }
    hold.progress(latest);
    take(hold, replaced);
    hold.close();
    Map<Long, List<String>> expected = new TreeMap<>();
    for (long[] row : present) {
      long day = row[1] / 24;
      if ((day + 1) * 24 + 1 <= latest) {
        expected
            .computeIfAbsent(day, unseen -> new ArrayList<>())
            .add("+I " + row[0] + " day " + day);
      }
    }
    expected.values().forEach(rows -> rows.sort(null));
    replaced.values().forEach(rows -> rows.sort(null));
    replaced.values().removeIf(List::isEmpty);
    assertThat(replaced).as("seed %d", seed).isNotEmpty().isEqualTo(expected);
  }

  /** What a table holds that replaces the partitions that are written. */
  private static void take(Hold hold, Map<Long, List<String>> table) throws Exception {
    Map<Long, List<String>> given = new HashMap<>();
    for (String row : hold.checkpoint()) {
      List<String> rows =
          given.computeIfAbsent(Long.parseLong(row.split(" ")[3]), day -> new ArrayList<>());
      if (!row.startsWith("-D")) {
        rows.add(row);
      }
    }
    table.putAll(given);
  }

  /** The operator in a harness. */
  private static final class Hold implements AutoCloseable {
    private final KeyedTwoInputStreamOperatorTestHarness<RowData, RowData, Long, RowData> harness;
    private long checkpoint;

    Hold(OperatorSubtaskState state) throws Exception {
      PrimaryKeySelector key = new PrimaryKeySelector(TYPE, List.of("day"));
      TimeOfRow day = new TimeOfRow("t", TYPE, "day", ZoneOffset.UTC);
      harness =
          new KeyedTwoInputStreamOperatorTestHarness<>(
              new PartitionHold(TYPE, List.of("day"), day, SETTINGS),
              key,
              null,
              key.getProducedType());
      harness.setup(InternalTypeInfo.of(TYPE).toSerializer());
      if (state != null) {
        harness.initializeState(state);
      }
      harness.open();
    }

    void row(RowKind kind, long id, int hour) throws Exception {
      GenericRowData row =
          GenericRowData.of(
              id,
              TimestampData.fromInstant(BEGIN.plus(Duration.ofHours(hour))),
              (int) FIRST.toEpochDay() + hour / 24);
      row.setRowKind(kind);
      harness.processElement1(new StreamRecord<>(row));
    }

    void progress(int hour) throws Exception {
      harness.processElement2(
          new StreamRecord<>(BEGIN.plus(Duration.ofHours(hour)).toEpochMilli()));
    }

    List<String> checkpoint() throws Exception {
      harness.prepareSnapshotPreBarrier(++checkpoint);
      return given();
    }

    List<String> given() {
      List<String> rows = new ArrayList<>();
      for (RowData row : harness.extractOutputValues()) {
        rows.add(
            row.getRowKind().shortString()
                + " "
                + (row.isNullAt(0) ? "null" : row.getLong(0))
                + " day "
                + (row.getInt(2) - FIRST.toEpochDay()));
      }
      harness.getOutput().clear();
      return rows;
    }

    @Override
    public void close() throws Exception {
      harness.close();
    }
  }
}
