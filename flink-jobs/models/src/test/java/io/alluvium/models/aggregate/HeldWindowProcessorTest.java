package io.alluvium.models.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.contrib.streaming.state.EmbeddedRocksDBStateBackend;
import org.apache.flink.core.memory.ManagedMemoryUseCase;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.operators.aggregate.window.processors.SliceUnsharedWindowAggProcessor;
import org.apache.flink.table.runtime.operators.window.tvf.common.WindowAggOperator;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.runtime.util.TimeWindowUtil;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows from memory are those that Flink's own processor gives, and its state is theirs. */
class HeldWindowProcessorTest {
  private static final int STEPS = 1_500;
  private static final long MINUTE = 60_000;
  private static final int MOST_GROUPS = 9;

  /** Of some ten groups. */
  private static final long MOST_BYTES = 1_500;

  /** Of the columns site, device, readings. */
  private static final int COUNT = 2;

  private static final int MOST_TASKS = 128;
  private static final long MEMORY = 256 << 20;
  private static final double OF_MEMORY = 0.5;

  static List<Arguments> schedules() {
    List<Arguments> schedules = new ArrayList<>();
    for (long seed = 0; seed < 3; seed++) {
      for (String keys : List.of("site, device, ", "")) {
        String from = "2026-06-01T00:00:00Z";
        schedules.add(Arguments.of(keys, seed, "UTC", from, new HashMapStateBackend()));
        schedules.add(Arguments.of(keys, seed, "UTC", from, new EmbeddedRocksDBStateBackend()));
      }
      schedules.add(
          Arguments.of(
              "site, device, ",
              seed,
              "Europe/Berlin",
              "2026-03-29T00:30:00Z",
              new HashMapStateBackend()));
    }
    return schedules;
  }

  /**
   * Rows of all windows near the watermark, some of them late; with each watermark the same groups
   * are given. Both are restored from time to time, ours also from Flink's state and the other way.
   */
  @ParameterizedTest
  @MethodSource("schedules")
  void asFlinksOwn(String keys, long seed, String zone, String from, StateBackend backend)
      throws Exception {
    OneInputTransformation<RowData, RowData> windows = plan(keys, zone);
    RowType input = ((InternalTypeInfo<RowData>) windows.getInputType()).toRowType();
    LogicalType[] types = input.getChildren().toArray(LogicalType[]::new);
    RowDataSerializer serializer = new RowDataSerializer(input);
    Random random = new Random(seed);
    Side flinks = new Side(windows, backend, false);
    Side ours = new Side(windows, backend, true);
    long watermark = Instant.parse(from).toEpochMilli();
    int given = 0;
    for (int step = 0; step < STEPS; step++) {
      int what = random.nextInt(100);
      if (what < 88) {
        long now = TimeWindowUtil.toUtcTimestampMills(watermark, ZoneId.of(zone));
        long end = now - now % MINUTE + (random.nextInt(5) - 1) * MINUTE;
        // The same object each time, as from the network.
        RowData row = serializer.toBinaryRow(row(random, types, end));
        flinks.harness.processElement(new StreamRecord<>(row));
        ours.harness.processElement(new StreamRecord<>(row));
      } else if (what < 95) {
        watermark += random.nextInt(5) * MINUTE / 2 + random.nextInt(2);
        Map<String, List<String>> expected = flinks.advance(watermark);
        Map<String, List<String>> found = ours.advance(watermark);
        if (!zone.equals("UTC")) {
          // Times that clocks leave out end at once.
          expected.values().forEach(Collections::sort);
          found.values().forEach(Collections::sort);
        }
        assertThat(found).as("step %d", step).isEqualTo(expected);
        given += count(expected);
      } else if (what < 98) {
        assertThat(ours.late()).isEqualTo(flinks.late());
        boolean swapped = random.nextBoolean();
        OperatorSubtaskState own = ours.checkpoint(step);
        OperatorSubtaskState other = flinks.checkpoint(step);
        flinks.restore(swapped ? own : other, false);
        ours.restore(swapped ? other : own, true);
      } else {
        flinks.checkpoint(step);
        ours.checkpoint(step);
      }
    }
    assertThat(ours.advance(Long.MAX_VALUE)).isEqualTo(flinks.advance(Long.MAX_VALUE));
    assertThat(given).isGreaterThan(keys.isEmpty() ? 20 : 200);
    assertThat(ours.harness.numEventTimeTimers()).isZero();
    if (backend instanceof HashMapStateBackend) {
      assertThat(ours.harness.numKeyedStateEntries()).isZero();
    }
    ours.harness.close();
    flinks.harness.close();
  }

  /**
   * Where an hour comes twice, its windows end in the order of neither. (Flink's own loses rows
   * here: it asks when the next window ends, and is told a time that is too late.)
   */
  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-10-25T00:30:00Z",
    "Australia/Lord_Howe, 2026-04-04T14:30:00Z",
    "UTC, 2026-06-01T00:00:00Z",
  })
  void noRowIsLostWhereClocksAreSetBack(String zone, String from) throws Exception {
    OneInputTransformation<RowData, RowData> windows = plan("site, device, ", zone);
    RowType input = ((InternalTypeInfo<RowData>) windows.getInputType()).toRowType();
    LogicalType[] types = input.getChildren().toArray(LogicalType[]::new);
    RowDataSerializer serializer = new RowDataSerializer(input);
    Random random = new Random(1);
    Side ours = new Side(windows, new HashMapStateBackend(), true);
    long watermark = Instant.parse(from).toEpochMilli();
    long accepted = 0;
    long given = 0;
    for (int step = 0; step < STEPS; step++) {
      if (random.nextInt(10) < 8) {
        long now = TimeWindowUtil.toUtcTimestampMills(watermark, ZoneId.of(zone));
        RowData row =
            serializer.toBinaryRow(
                row(random, types, now - now % MINUTE + (random.nextInt(5) - 1) * MINUTE));
        long late = ours.late();
        ours.harness.processElement(new StreamRecord<>(row));
        accepted += ours.late() > late ? 0 : row.getLong(COUNT);
      } else if (random.nextBoolean()) {
        watermark += random.nextInt(2 * (int) MINUTE);
        given += ours.count(watermark);
      } else if (random.nextBoolean()) {
        ours.restore(ours.checkpoint(step), true);
      }
    }
    given += ours.count(Long.MAX_VALUE);
    assertThat(given).isEqualTo(accepted).isPositive();
    assertThat(ours.harness.numEventTimeTimers()).isZero();
    assertThat(ours.harness.numKeyedStateEntries()).isZero();
    ours.harness.close();
  }

  /**
   * Tasks that share the groups, sometimes one and sometimes three, give what one of Flink's does.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void asFlinksOwnByAnyNumberOfTasks(long seed) throws Exception {
    OneInputTransformation<RowData, RowData> windows = plan("site, device, ", "UTC");
    RowType input = ((InternalTypeInfo<RowData>) windows.getInputType()).toRowType();
    LogicalType[] types = input.getChildren().toArray(LogicalType[]::new);
    RowDataSerializer serializer = new RowDataSerializer(input);
    KeySelector<RowData, RowData> keys =
        (KeySelector<RowData, RowData>) windows.getStateKeySelector();
    Random random = new Random(seed);
    StateBackend backend = new HashMapStateBackend();
    Side flinks = new Side(windows, backend, false);
    List<Side> ours = List.of(new Side(windows, backend, true));
    long watermark = Instant.parse("2026-06-01T00:00:00Z").toEpochMilli();
    int given = 0;
    int rescaled = 0;
    for (int step = 0; step < STEPS; step++) {
      int what = random.nextInt(100);
      if (what < 88) {
        long end = watermark - watermark % MINUTE + (random.nextInt(5) - 1) * MINUTE;
        RowData row = serializer.toBinaryRow(row(random, types, end));
        flinks.harness.processElement(new StreamRecord<>(row));
        int task =
            KeyGroupRangeAssignment.assignKeyToParallelOperator(
                keys.getKey(row), MOST_TASKS, ours.size());
        ours.get(task).harness.processElement(new StreamRecord<>(row));
      } else if (what < 97) {
        watermark += random.nextInt(5) * MINUTE / 2 + random.nextInt(2);
        Map<String, List<String>> expected = flinks.advance(watermark);
        assertThat(advance(ours, watermark)).as("step %d", step).isEqualTo(expected);
        given += count(expected);
      } else {
        ours = rescaled(ours, 1 + random.nextInt(3), step);
        rescaled++;
      }
    }
    assertThat(advance(ours, Long.MAX_VALUE)).isEqualTo(flinks.advance(Long.MAX_VALUE));
    assertThat(given).isGreaterThan(200);
    assertThat(rescaled).isGreaterThan(20);
    for (Side side : ours) {
      assertThat(side.harness.numEventTimeTimers()).isZero();
      assertThat(side.harness.numKeyedStateEntries()).isZero();
      side.harness.close();
    }
    flinks.harness.close();
  }

  private static Map<String, List<String>> advance(List<Side> tasks, long watermark)
      throws Exception {
    Map<String, List<String>> rows = new TreeMap<>();
    for (Side task : tasks) {
      rows.putAll(task.advance(watermark));
    }
    return rows;
  }

  private static int count(Map<String, List<String>> rows) {
    return rows.values().stream().mapToInt(List::size).sum();
  }

  private static List<Side> rescaled(List<Side> tasks, int number, long checkpoint)
      throws Exception {
    List<OperatorSubtaskState> states = new ArrayList<>();
    for (Side task : tasks) {
      states.add(task.checkpoint(checkpoint));
    }
    OperatorSubtaskState all =
        AbstractStreamOperatorTestHarness.repackageState(
            states.toArray(OperatorSubtaskState[]::new));
    List<Side> rescaled = new ArrayList<>();
    for (int task = 0; task < number; task++) {
      Side side = new Side(tasks.get(0).windows, tasks.get(0).backend);
      side.start(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              all, MOST_TASKS, tasks.size(), number, task),
          true,
          number,
          task);
      rescaled.add(side);
    }
    for (Side task : tasks) {
      task.harness.close();
    }
    return rescaled;
  }

  /** One of the two operators, from one restore to the next. */
  private static final class Side {
    private final OneInputTransformation<RowData, RowData> windows;
    private final StateBackend backend;

    /** Which of the two bounds it is; the other after each restore. */
    private boolean byBytes;

    private WindowAggOperator<RowData, Long> operator;
    private KeyedOneInputStreamOperatorTestHarness<RowData, RowData, RowData> harness;

    Side(OneInputTransformation<RowData, RowData> windows, StateBackend backend) {
      this.windows = windows;
      this.backend = backend;
    }

    Side(OneInputTransformation<RowData, RowData> windows, StateBackend backend, boolean held)
        throws Exception {
      this(windows, backend);
      create(held, 1, 0);
      harness.open();
    }

    @SuppressWarnings("unchecked")
    private void create(boolean held, int tasks, int task) throws Exception {
      byBytes = !byBytes;
      operator =
          InstantiationUtil.clone(
              (WindowAggOperator<RowData, Long>)
                  ((SimpleOperatorFactory<RowData>) windows.getOperatorFactory()).getOperator());
      Object processor =
          PrivateField.get(WindowAggOperator.class, GlobalWindowAggregation.PROCESSOR, operator);
      if (held) {
        PrivateField.set(
            WindowAggOperator.class,
            GlobalWindowAggregation.PROCESSOR,
            operator,
            GlobalWindowAggregation.heldWindows(
                (SliceUnsharedWindowAggProcessor) processor,
                byBytes ? Integer.MAX_VALUE : MOST_GROUPS,
                byBytes ? MOST_BYTES : Long.MAX_VALUE));
      }
      harness =
          new KeyedOneInputStreamOperatorTestHarness<>(
              operator,
              (KeySelector<RowData, RowData>) windows.getStateKeySelector(),
              (TypeInformation<RowData>) windows.getStateKeyType(),
              new MockEnvironmentBuilder()
                  .setManagedMemorySize(MEMORY)
                  .setMaxParallelism(MOST_TASKS)
                  .setParallelism(tasks)
                  .setSubtaskIndex(task)
                  .build());
      harness
          .getStreamConfig()
          .setManagedMemoryFractionOperatorOfUseCase(ManagedMemoryUseCase.OPERATOR, OF_MEMORY);
      harness.getStreamConfig().serializeAllConfigs();
      harness.setStateBackend(backend);
      harness.setup(((InternalTypeInfo<RowData>) windows.getOutputType()).toRowSerializer());
    }

    long late() {
      return operator.getNumLateRecordsDropped().getCount();
    }

    /** Of the rows that are given then. */
    long count(long watermark) throws Exception {
      harness.processWatermark(new Watermark(watermark));
      long count = 0;
      for (StreamRecord<? extends RowData> element : harness.extractOutputStreamRecords()) {
        count += element.getValue().getLong(COUNT);
      }
      harness.getOutput().clear();
      return count;
    }

    /** What is given then of each key, in its order. */
    Map<String, List<String>> advance(long watermark) throws Exception {
      harness.processWatermark(new Watermark(watermark));
      // Whoever reads the rows knows them before their time is over.
      assertThat(List.copyOf(harness.getOutput())).last().isInstanceOf(Watermark.class);
      Map<String, List<String>> rows = new TreeMap<>();
      for (StreamRecord<? extends RowData> element : harness.extractOutputStreamRecords()) {
        RowData row = element.getValue();
        rows.computeIfAbsent(key(row), key -> new ArrayList<>()).add(row.toString());
      }
      harness.getOutput().clear();
      return rows;
    }

    private String key(RowData row) {
      if (((InternalTypeInfo<?>) windows.getStateKeyType()).toRowFieldNames().length == 0) {
        return "";
      }
      return (row.isNullAt(0) ? null : row.getString(0).toString())
          + ","
          + (row.isNullAt(1) ? null : row.getInt(1));
    }

    OperatorSubtaskState checkpoint(long id) throws Exception {
      harness.prepareSnapshotPreBarrier(id);
      assertThat(harness.extractOutputStreamRecords()).isEmpty();
      return harness.snapshot(id, id);
    }

    void restore(OperatorSubtaskState state, boolean held) throws Exception {
      harness.close();
      start(state, held, 1, 0);
    }

    void start(OperatorSubtaskState state, boolean held, int tasks, int task) throws Exception {
      create(held, tasks, task);
      harness.initializeState(state);
      harness.open();
    }
  }

  private static RowData row(Random random, LogicalType[] types, long end) {
    GenericRowData row = new GenericRowData(types.length);
    for (int i = 0; i < types.length - 1; i++) {
      boolean isNull = i != COUNT && random.nextInt(8) == 0;
      row.setField(i, isNull ? null : value(random, types[i]));
    }
    row.setField(types.length - 1, end);
    return row;
  }

  private static Object value(Random random, LogicalType type) {
    return switch (type.getTypeRoot()) {
      case VARCHAR -> StringData.fromString("a site " + random.nextInt(3));
      case INTEGER -> random.nextInt(3);
      case BIGINT -> (long) random.nextInt(1_000);
      case DECIMAL ->
          DecimalData.fromBigDecimal(
              BigDecimal.valueOf(random.nextInt(1_000), ((DecimalType) type).getScale()),
              ((DecimalType) type).getPrecision(),
              ((DecimalType) type).getScale());
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          TimestampData.fromEpochMillis(random.nextInt(1_000), random.nextInt(1_000_000));
      default -> throw new IllegalArgumentException(type.toString());
    };
  }

  @SuppressWarnings("unchecked")
  private static OneInputTransformation<RowData, RowData> plan(String keys, String zone) {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    tables.getConfig().set("table.local-time-zone", zone);
    tables.getConfig().set("table.optimizer.agg-phase-strategy", "TWO_PHASE");
    tables.executeSql(
        "CREATE TABLE reading (site STRING, device INT, whole BIGINT, amount DECIMAL(18, 4), moment"
            + " TIMESTAMP_LTZ(9), seen TIMESTAMP_LTZ(3), WATERMARK FOR seen AS seen) WITH"
            + " ('connector' = 'datagen')");
    Transformation<?> last =
        tables
            .toDataStream(
                tables.sqlQuery(
                    "SELECT window_start, "
                        + keys
                        + "COUNT(*) AS readings, SUM(whole) AS total, AVG(amount) AS mean,"
                        + " MIN(whole) AS least, MAX(moment) AS latest FROM TABLE(TUMBLE(TABLE"
                        + " reading, DESCRIPTOR(seen), INTERVAL '1' MINUTE)) GROUP BY window_start,"
                        + " window_end"
                        + (keys.isEmpty() ? "" : ", site, device")))
            .getTransformation();
    for (Transformation<?> transformation : last.getTransitivePredecessors()) {
      if (transformation instanceof OneInputTransformation<?, ?> one
          && one.getOperatorFactory() instanceof SimpleOperatorFactory<?> factory
          && factory.getOperator() instanceof WindowAggOperator<?, ?>) {
        return (OneInputTransformation<RowData, RowData>) one;
      }
    }
    throw new AssertionError("no windows");
  }
}
