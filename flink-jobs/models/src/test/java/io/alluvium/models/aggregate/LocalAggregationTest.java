package io.alluvium.models.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.udfs.time.ToMillis;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import javax.annotation.Nullable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.runtime.operators.aggregate.window.processors.SliceSharedWindowAggProcessor;
import org.apache.flink.table.runtime.operators.bundle.MapBundleOperator;
import org.apache.flink.table.runtime.operators.window.tvf.common.WindowAggOperator;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What our operators give is what the planner's own give. */
class LocalAggregationTest {
  private static final int ROWS = 1_000;
  private static final List<String> NUMBERS =
      List.of("tiny", "small", "whole", "huge", "narrow", "broad", "amount");
  private static final List<String> ORDERED = List.of("born", "seen", "moment");

  private static final String[] COLUMNS = {
    "site", "device", "tiny", "small", "whole", "huge", "narrow", "broad", "amount", "wide", "born",
    "seen", "moment", "fine", "good"
  };

  private static final TypeInformation<?>[] TYPES = {
    Types.STRING,
    Types.INT,
    Types.BYTE,
    Types.SHORT,
    Types.INT,
    Types.LONG,
    Types.FLOAT,
    Types.DOUBLE,
    Types.BIG_DEC,
    Types.BIG_DEC,
    Types.LOCAL_DATE,
    Types.INSTANT,
    Types.INSTANT,
    Types.INSTANT,
    Types.BOOLEAN
  };

  @ParameterizedTest
  @ValueSource(strings = {"site, device", ""})
  void everyFunctionOverEveryType(String keys) throws Exception {
    assertSame(
        "SELECT "
            + (keys.isEmpty() ? "" : keys + ", ")
            + functions("")
            + " FROM reading"
            + (keys.isEmpty() ? "" : " GROUP BY " + keys),
        keys.isEmpty() ? 0 : keys.split(", ").length,
        LocalAggregateOperator.class);
  }

  @Test
  void keysOfEveryType() throws Exception {
    String keys =
        "site, device, tiny, small, huge, narrow, broad, amount, born, seen, moment, good";
    assertSame(
        "SELECT " + keys + ", COUNT(*) AS readings FROM reading GROUP BY " + keys,
        keys.split(", ").length,
        LocalAggregateOperator.class);
  }

  @Test
  void filters() throws Exception {
    assertSame(
        "SELECT site, device, "
            + functions(" FILTER (WHERE good)")
            + ", COUNT(*) FILTER (WHERE whole > 3) AS several"
            + " FROM reading GROUP BY site, device",
        2,
        LocalAggregateOperator.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TUMBLE(TABLE reading, DESCRIPTOR(seen), INTERVAL '1' MINUTE)",
        "HOP(TABLE reading, DESCRIPTOR(seen), INTERVAL '1' MINUTE, INTERVAL '3' MINUTES)",
        "CUMULATE(TABLE reading, DESCRIPTOR(seen), INTERVAL '1' MINUTE, INTERVAL '5' MINUTES)"
      })
  void windows(String window) throws Exception {
    assertSame(
        "SELECT window_start, window_end, site, device, COUNT(*) AS readings, AVG(narrow) AS mean,"
            + " SUM(amount) AS total, MIN(broad) AS least, MAX(moment) AS latest FROM TABLE("
            + window
            + ") GROUP BY window_start, window_end, site, device",
        4,
        LocalWindowAggregateOperator.class);
  }

  /** And those that share their groups with others stay the planner's. */
  @Test
  void tumblingWindowsAreGivenFromMemory() {
    assertThat(windowProcessor("TUMBLE", "INTERVAL '1' MINUTE"))
        .isInstanceOf(HeldWindowProcessor.class);
    assertThat(windowProcessor("HOP", "INTERVAL '1' MINUTE, INTERVAL '3' MINUTES"))
        .isInstanceOf(SliceSharedWindowAggProcessor.class);
  }

  private static Object windowProcessor(String function, String size) {
    DataStream<Row> stream =
        plan(
            "SELECT window_start, site, COUNT(*) AS readings FROM TABLE("
                + function
                + "(TABLE reading, DESCRIPTOR(seen), "
                + size
                + ")) GROUP BY window_start, window_end, site");
    LocalAggregation.replaceIn(List.of(stream.getTransformation()));
    WindowAggOperator<?, ?> windows =
        stream.getTransformation().getTransitivePredecessors().stream()
            .map(LocalAggregationTest::operator)
            .filter(WindowAggOperator.class::isInstance)
            .map(WindowAggOperator.class::cast)
            .findFirst()
            .orElseThrow();
    return PrivateField.get(WindowAggOperator.class, GlobalWindowAggregation.PROCESSOR, windows);
  }

  @Test
  void columnsAreReadWhereTheyAre() throws Exception {
    String query =
        "SELECT site, COUNT(*) AS readings, MAX(moment) AS latest FROM reading GROUP BY site";
    assertSame(query, 1, ProjectionOperator.class);
  }

  @Test
  void eventTimeIsCutWhileItIsRead() throws Exception {
    assertSame(
        "SELECT site, COUNT(seen_millis) AS readings, MIN(seen_millis) AS first_seen, MAX("
            + "seen_millis) AS last_seen FROM (SELECT site, to_millis(fine) AS seen_millis FROM"
            + " reading) GROUP BY site",
        1,
        ProjectionOperator.class);
  }

  @Test
  void projectionsThatComputeStayThePlanners() {
    DataStream<Row> stream =
        plan("SELECT site, SUM(whole + 1) AS total FROM reading WHERE good GROUP BY site");

    LocalAggregation.replaceIn(List.of(stream.getTransformation()));

    assertThat(operators(stream))
        .contains(LocalAggregateOperator.class)
        .doesNotContain(ProjectionOperator.class);
  }

  /** Left to the planner: what is not known, and what rows are taken back from. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT site, COUNT(DISTINCT device) AS devices FROM reading GROUP BY site",
        "SELECT site, MAX(CAST(whole AS STRING)) AS greatest FROM reading GROUP BY site",
        "SELECT site, SUM(wide) AS total, COUNT(*) AS readings FROM reading GROUP BY site",
        "SELECT site, LISTAGG(CAST(1 AS STRING)) AS all_of_them FROM reading GROUP BY site"
      })
  void theRest(String query) {
    DataStream<Row> stream = plan(query);
    List<Class<?>> planned = operators(stream);

    LocalAggregation.replaceIn(List.of(stream.getTransformation()));

    assertThat(operators(stream)).isEqualTo(planned).contains(MapBundleOperator.class);
  }

  @Test
  void totalsOfTotalsAreTakenBack() throws Exception {
    String query =
        "SELECT n, COUNT(*) AS sites, SUM(m) AS total FROM (SELECT MOD(COUNT(*), 7) AS n,"
            + " MAX(whole) AS m FROM reading GROUP BY site, device) GROUP BY n";
    Result result = result(query, 1, true);

    assertThat(result.rows()).isEqualTo(result(query, 1, false).rows()).isNotEmpty();
    assertThat(result.operators()).contains(LocalAggregateOperator.class, MapBundleOperator.class);
  }

  private static String functions(String filter) {
    List<String> calls = new ArrayList<>();
    calls.add("COUNT(*)" + filter + " AS readings");
    for (String column : NUMBERS) {
      for (String function : List.of("COUNT", "SUM", "AVG", "MIN", "MAX")) {
        calls.add(function + "(" + column + ")" + filter + " AS " + function + "_" + column);
      }
    }
    for (String column : ORDERED) {
      for (String function : List.of("COUNT", "MIN", "MAX")) {
        calls.add(function + "(" + column + ")" + filter + " AS " + function + "_" + column);
      }
    }
    return String.join(", ", calls);
  }

  private static void assertSame(String query, int keys, Class<?> operator) throws Exception {
    Result own = result(query, keys, true);
    Result planners = result(query, keys, false);

    assertThat(own.operators()).contains(operator);
    assertThat(planners.operators()).doesNotContain(operator);
    assertThat(own.rows()).isEqualTo(planners.rows()).isNotEmpty();
  }

  private record Result(Map<Row, Row> rows, List<Class<?>> operators) {}

  /**
   * @param keys how many of the first columns are the key
   */
  private static Result result(String query, int keys, boolean replace) throws Exception {
    DataStream<Row> stream = plan(query);
    if (replace) {
      LocalAggregation.replaceIn(List.of(stream.getTransformation()));
    }
    Map<Row, Row> rows = new HashMap<>();
    try (CloseableIterator<Row> changes = stream.executeAndCollect()) {
      changes.forEachRemaining(
          change -> {
            Row key = new Row(keys);
            for (int i = 0; i < keys; i++) {
              key.setField(i, change.getField(i));
            }
            RowKind kind = change.getKind();
            change.setKind(RowKind.INSERT);
            if (kind == RowKind.INSERT || kind == RowKind.UPDATE_AFTER) {
              rows.put(key, change);
            } else {
              rows.remove(key, change);
            }
          });
    }
    return new Result(rows, operators(stream));
  }

  private static DataStream<Row> plan(String query) {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
    environment.getConfig().enableObjectReuse();
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    tables.getConfig().set("table.local-time-zone", "UTC");
    tables.getConfig().set("table.exec.mini-batch.enabled", "true");
    tables.getConfig().set("table.exec.mini-batch.allow-latency", "1 s");
    tables.getConfig().set("table.exec.mini-batch.size", "50");
    tables.getConfig().set("table.optimizer.agg-phase-strategy", "TWO_PHASE");
    tables.createTemporarySystemFunction("to_millis", ToMillis.class);
    tables.createTemporaryView(
        "reading",
        tables.fromDataStream(
            environment.fromCollection(readings(), Types.ROW_NAMED(COLUMNS, TYPES)), schema()));
    return tables.toChangelogStream(tables.sqlQuery(query));
  }

  private static List<Class<?>> operators(DataStream<Row> stream) {
    return stream.getTransformation().getTransitivePredecessors().stream()
        .map(LocalAggregationTest::operator)
        .filter(Objects::nonNull)
        .<Class<?>>map(StreamOperator::getClass)
        .toList();
  }

  @Nullable
  private static StreamOperator<?> operator(Transformation<?> transformation) {
    return transformation instanceof OneInputTransformation<?, ?> one
            && one.getOperatorFactory() instanceof SimpleOperatorFactory<?> factory
        ? factory.getOperator()
        : null;
  }

  private static Schema schema() {
    return Schema.newBuilder()
        .column("site", DataTypes.STRING())
        .column("device", DataTypes.INT())
        .column("tiny", DataTypes.TINYINT())
        .column("small", DataTypes.SMALLINT())
        .column("whole", DataTypes.INT())
        .column("huge", DataTypes.BIGINT())
        .column("narrow", DataTypes.FLOAT())
        .column("broad", DataTypes.DOUBLE())
        .column("amount", DataTypes.DECIMAL(18, 4))
        .column("wide", DataTypes.DECIMAL(30, 4))
        .column("born", DataTypes.DATE())
        .column("seen", DataTypes.TIMESTAMP_LTZ(3))
        .column("moment", DataTypes.TIMESTAMP_LTZ(9))
        .column("fine", DataTypes.TIMESTAMP_LTZ(6))
        .column("good", DataTypes.BOOLEAN())
        .watermark("seen", "seen - INTERVAL '20' SECOND")
        .build();
  }

  /** Sums of such numbers are exact in any order, and those of integers leave their range. */
  private static List<Row> readings() {
    Random random = new Random(11);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Instant at = Instant.ofEpochMilli(1_700_000_000_000L + i * 150L - random.nextInt(15_000));
      rows.add(
          Row.of(
              orNull(random, () -> "a site far away " + random.nextInt(12)),
              orNull(random, () -> random.nextInt(15)),
              orNull(random, () -> (byte) random.nextInt()),
              orNull(random, () -> (short) random.nextInt()),
              orNull(random, random::nextInt),
              orNull(random, random::nextLong),
              orNull(random, () -> random.nextInt(2_000) / 4f - 250),
              orNull(random, () -> random.nextInt(200_000) / 8d - 9_000),
              orNull(random, () -> decimal(random, 18)),
              orNull(random, () -> decimal(random, 18)),
              orNull(random, () -> LocalDate.ofEpochDay(random.nextInt(40_000) - 9_000L)),
              at,
              orNull(random, () -> at.plusNanos(random.nextInt(3))),
              orNull(random, () -> at.plusNanos(1_000L * random.nextInt(2_000))),
              orNull(random, random::nextBoolean)));
    }
    return rows;
  }

  private static BigDecimal decimal(Random random, int digits) {
    return BigDecimal.valueOf(random.nextLong() % (long) Math.pow(10, digits), 4);
  }

  private static <T> T orNull(Random random, Supplier<T> value) {
    return random.nextInt(9) == 0 ? null : value.get();
  }
}
