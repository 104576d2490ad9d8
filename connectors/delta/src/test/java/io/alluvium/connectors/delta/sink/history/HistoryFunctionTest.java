package io.alluvium.connectors.delta.sink.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.CrashSeeds;
import io.alluvium.connectors.delta.HistoryDeletes;
import io.alluvium.connectors.delta.sink.PrimaryKeySelector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HistoryFunctionTest {
  private static final LogicalType TIME = new LocalZonedTimestampType(6);
  private static final LogicalType TEXT = VarCharType.STRING_TYPE;
  private static final RowType TYPE =
      RowType.of(
          new LogicalType[] {
            new BigIntType(), TEXT, TIME, TEXT, TIME, TIME, TIME, TEXT,
          },
          new String[] {
            "id",
            "value",
            "at",
            "dbt_scd_id",
            "dbt_updated_at",
            "dbt_valid_from",
            "dbt_valid_to",
            "dbt_is_deleted"
          });

  static LongStream seeds() {
    return CrashSeeds.of(2);
  }

  @Test
  void aLateVersionFindsItsPlace() throws Exception {
    try (History history = new History(settings("at", List.of(), HistoryDeletes.IGNORE), null)) {
      history.change(RowKind.INSERT, "a", 10);
      history.change(RowKind.UPDATE_BEFORE, "a", 10);
      history.change(RowKind.UPDATE_AFTER, "c", 30);
      assertThat(history.versions()).containsExactly("a 10-30 False", "c 30-null False");
      history.change(RowKind.INSERT, "b", 20);
      history.change(RowKind.DELETE, "c", 30);
      assertThat(history.versions())
          .containsExactly("a 10-20 False", "b 20-30 False", "c 30-null False");
      assertThat(history.ids).hasSize(3);
    }
  }

  @Test
  void onlyCheckedColumnsMakeAVersion() throws Exception {
    try (History history =
        new History(settings("at", List.of("value"), HistoryDeletes.IGNORE), null)) {
      history.change(RowKind.INSERT, "a", 10);
      history.change(RowKind.INSERT, "a", 30);
      assertThat(history.versions()).containsExactly("a 10-null False");
      history.change(RowKind.INSERT, "b", 20);
      assertThat(history.versions())
          .containsExactly("a 10-20 False", "b 20-30 False", "a 30-null False");
    }
  }

  @Test
  void withoutATimeOfItsOwnAVersionBeginsWhenItComes() throws Exception {
    try (History history =
        new History(settings(null, List.of("value"), HistoryDeletes.INVALIDATE), null)) {
      history.at(10).change(RowKind.INSERT, "a", 0);
      history.at(20).change(RowKind.UPDATE_AFTER, "a", 0);
      history.at(30).change(RowKind.UPDATE_AFTER, "b", 0);
      history.at(40).change(RowKind.DELETE, "b", 0);
      history.at(50).change(RowKind.INSERT, "b", 0);
      assertThat(history.versions())
          .containsExactly("a 10-30 False", "b 30-40 False", "b 50-null False");
    }
  }

  @Test
  void aDeletionEndsTheVersionOrMakesOne() throws Exception {
    try (History history =
        new History(settings("at", List.of(), HistoryDeletes.NEW_RECORD), null)) {
      history.at(15).change(RowKind.INSERT, "a", 10);
      history.at(25).change(RowKind.DELETE, "a", 10);
      assertThat(history.versions()).containsExactly("a 10-25 False", "a 25-null True");
      history.at(40).change(RowKind.INSERT, "b", 35);
      assertThat(history.versions())
          .containsExactly("a 10-25 False", "a 25-35 True", "b 35-null False");
      // An update that comes as deletion and insertion leaves no gap.
      history.at(60).change(RowKind.DELETE, "b", 35);
      history.at(60).change(RowKind.INSERT, "c", 55);
      assertThat(history.versions())
          .containsExactly("a 10-25 False", "a 25-35 True", "b 35-55 False", "c 55-null False");
    }
  }

  @Test
  void inABatchEachVersionIsGivenOutOnce() throws Exception {
    HistorySettings settings =
        new HistorySettings(List.of("id"), "at", List.of(), HistoryDeletes.IGNORE, true);
    try (History history = new History(settings, null)) {
      history.change(RowKind.INSERT, "b", 20);
      history.change(RowKind.INSERT, "a", 10);
      assertThat(history.versions()).isEmpty();
      history.harness.processWatermark(Long.MAX_VALUE);
      assertThat(history.harness.extractOutputValues())
          .extracting(version -> version.getTimestamp(5, 6).getMillisecond())
          .containsExactly(10L, 20L);
    }
  }

  @ParameterizedTest(name = CrashSeeds.NAME)
  @MethodSource("seeds")
  void theOrderOfChangesAndRestoresDoNotMatter(long seed) throws Exception {
    Random random = new Random(seed);
    List<long[]> changes = new ArrayList<>();
    for (int time = 1; time <= 60; time += 1 + random.nextInt(3)) {
      changes.add(new long[] {time, random.nextInt(3)});
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      int next = i + 1;
      while (next < changes.size() && changes.get(next)[1] == changes.get(i)[1]) {
        next++;
      }
      expected.add(
          "v"
              + changes.get(i)[1]
              + " "
              + changes.get(i)[0]
              + "-"
              + (next < changes.size() ? changes.get(next)[0] : null)
              + " False");
      i = next - 1;
    }
    List<long[]> shuffled = new ArrayList<>(changes);
    java.util.Collections.shuffle(shuffled, random);
    HistorySettings settings = settings("at", List.of("value"), HistoryDeletes.IGNORE);
    History history = new History(settings, null);
    for (long[] change : shuffled) {
      history.change(RowKind.INSERT, "v" + change[1], change[0]);
      if (random.nextInt(6) == 0) {
        Map<Long, String> table = history.table;
        OperatorSubtaskState state = history.harness.snapshot(1, 1);
        history.close();
        history = new History(settings, state);
        history.table.putAll(table);
      }
    }
    assertThat(history.versions()).as("seed %d", seed).isEqualTo(expected);
    history.close();
  }

  private static HistorySettings settings(
      String updatedAt, List<String> check, HistoryDeletes deletes) {
    return new HistorySettings(List.of("id"), updatedAt, check, deletes, false);
  }

  /** The function in a harness, and the table that it keeps. Times are in milliseconds. */
  private static final class History implements AutoCloseable {
    private final KeyedOneInputStreamOperatorTestHarness<RowData, RowData, RowData> harness;
    private final Map<Long, String> table = new TreeMap<>();
    private final Set<String> ids = new HashSet<>();

    History(HistorySettings settings, OperatorSubtaskState state) throws Exception {
      PrimaryKeySelector key = new PrimaryKeySelector(TYPE, List.of("id"));
      harness =
          new KeyedOneInputStreamOperatorTestHarness<>(
              new KeyedProcessOperator<>(new HistoryFunction("t", TYPE, settings)),
              key,
              key.getProducedType());
      harness.setup(InternalTypeInfo.of(TYPE).toSerializer());
      if (state != null) {
        harness.initializeState(state);
      }
      harness.open();
    }

    History at(long millis) throws Exception {
      harness.setProcessingTime(millis);
      return this;
    }

    void change(RowKind kind, String value, long millis) throws Exception {
      GenericRowData row = new GenericRowData(kind, TYPE.getFieldCount());
      row.setField(0, 1L);
      row.setField(1, StringData.fromString(value));
      row.setField(2, TimestampData.fromEpochMillis(millis));
      harness.processElement(new StreamRecord<>(row));
      for (RowData version : harness.extractOutputValues()) {
        long from = version.getTimestamp(5, 6).getMillisecond();
        if (version.getRowKind() == RowKind.DELETE) {
          table.remove(from);
          continue;
        }
        ids.add(version.getString(3).toString());
        table.put(
            from,
            version.getString(1)
                + " "
                + from
                + "-"
                + (version.isNullAt(6) ? null : version.getTimestamp(6, 6).getMillisecond())
                + " "
                + version.getString(7));
      }
      harness.getOutput().clear();
    }

    List<String> versions() {
      return List.copyOf(table.values());
    }

    @Override
    public void close() throws Exception {
      harness.close();
    }
  }
}
