package io.alluvium.connectors.delta.sink.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.sink.SinkTestJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class DeltaTablesSinkITCase {
  private static final int TABLES = 12;
  private static final RowType FIRST =
      type(
          DataTypes.FIELD("id", DataTypes.BIGINT().notNull()),
          DataTypes.FIELD("note", DataTypes.STRING()));
  private static final RowType WITH_COLOUR =
      type(
          DataTypes.FIELD("id", DataTypes.BIGINT().notNull()),
          DataTypes.FIELD("note", DataTypes.STRING()),
          DataTypes.FIELD("colour", DataTypes.STRING()));

  /** The note has become a number, which does not fit. */
  private static final RowType WITH_NUMBER =
      type(
          DataTypes.FIELD("colour", DataTypes.STRING()),
          DataTypes.FIELD("id", DataTypes.INT().notNull()),
          DataTypes.FIELD("note", DataTypes.INT()));

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  private static final AtomicBoolean FAILED = new AtomicBoolean();

  @TempDir Path folder;

  @BeforeEach
  void reset() {
    FAILED.set(false);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyTableHasItsRowsOnceThroughChangesOfSchemaAndAFailure(boolean exchange)
      throws Exception {
    long count = 9_000;
    StreamExecutionEnvironment environment = SinkTestJob.environment(folder.resolve("cp"), 1);
    DataStream<RoutedRow> rows = rows(environment, count, count * 2 / 3);
    DeltaTablesSink.builder(TableRouter.folders(folder.resolve("lake").toString()), "all")
        .openFiles(3, 1 << 20)
        .parallelism(exchange ? 2 : 1)
        .addTo(exchange ? rows.rebalance() : rows, "tables");

    environment.execute();

    assertThat(FAILED).isTrue();
    Map<String, Map<Long, String>> expected = new HashMap<>();
    for (long number = 0; number < count; number++) {
      expected.computeIfAbsent(table(number), unseen -> new TreeMap<>()).put(number, text(number));
    }
    assertThat(expected).hasSize(TABLES);
    for (Map.Entry<String, Map<Long, String>> table : expected.entrySet()) {
      String path = folder.resolve("lake").resolve(table.getKey()).toString();
      assertThat(contents(path)).as(table.getKey()).isEqualTo(table.getValue());
      assertThat(DeltaTable.at(path).snapshot().rowType().getFieldNames())
          .containsExactlyInAnyOrder("id", "note", "_rescued", "colour");
    }
  }

  @Test
  void stopsWhereThePolicySaysSoAndKeepsWhatWasCommitted() throws Exception {
    StreamExecutionEnvironment environment = SinkTestJob.environment(folder.resolve("cp"), 1);
    DeltaTablesSink.builder(TableRouter.folders(folder.resolve("lake").toString()), "all")
        .schemaPolicy(SchemaPolicy.STOP)
        .addTo(rows(environment, 9_000, -1), "tables");

    Throwable failure = org.assertj.core.api.Assertions.catchThrowable(environment::execute);

    assertThat(ExceptionUtils.findThrowable(failure, SuppressRestartsException.class)).isPresent();
    assertThat(ExceptionUtils.findThrowableWithMessage(failure, "a row brings 'colour'"))
        .isPresent();
  }

  @Test
  void aTableThatIsThereKeepsItsFormWhereValuesAreRescued() throws Exception {
    StreamExecutionEnvironment environment = SinkTestJob.environment(folder.resolve("cp"), 1);
    DeltaTablesSink.builder(TableRouter.folders(folder.resolve("lake").toString()), "all")
        .schemaPolicy(SchemaPolicy.RESCUE)
        .addTo(rows(environment, 9_000, -1), "tables");

    environment.execute();

    String path = folder.resolve("lake").resolve(table(0)).toString();
    assertThat(DeltaTable.at(path).snapshot().rowType().getFieldNames())
        .containsExactly("id", "note", "_rescued");
    assertThat(contents(path).values())
        .anyMatch(text -> text.endsWith("null {\"colour\":\"red\"}"));
  }

  @Test
  void createsAndEvolvesATableBeforeItsFirstRow() {
    String path = folder.resolve("lake/empty").toString();
    DeltaTablesSink.Builder sink =
        DeltaTablesSink.builder(TableRouter.folders(folder.resolve("lake").toString()), "all");
    sink.prepare("empty", FIRST);
    sink.prepare("empty", WITH_COLOUR);
    // Its note does not fit: rows will be rescued.
    sink.prepare("empty", WITH_NUMBER);
    assertThat(DeltaTable.at(path).snapshot().rowType().getFieldNames())
        .containsExactly("id", "note", "_rescued", "colour");
    long version = DeltaTable.at(path).snapshot().version();
    sink.schemaPolicy(SchemaPolicy.RESCUE).prepare("empty", FIRST);
    assertThat(DeltaTable.at(path).snapshot().version()).isEqualTo(version);
  }

  @Test
  void aRowSurvivesTheWireWithItsSchema() throws Exception {
    RoutedRowSerializer serializer = new RoutedRowSerializer();
    DataOutputSerializer out = new DataOutputSerializer(64);
    for (long number : new long[] {0, 5_000, 8_000, 1}) {
      serializer.serialize(row(number), out);
    }

    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    for (long number : new long[] {0, 5_000, 8_000, 1}) {
      RoutedRow read = new RoutedRowSerializer().deserialize(in);
      RoutedRow written = row(number);
      assertThat(read.table()).isEqualTo(written.table());
      assertThat(read.rowType()).isEqualTo(written.rowType());
      assertThat(read.row().getArity()).isEqualTo(written.row().getArity());
    }
    assertThat(in.available()).isZero();
  }

  private static String table(long number) {
    return "table" + number / 50 % TABLES;
  }

  private static RoutedRow row(long number) {
    StringData note = StringData.fromString("note " + number);
    StringData colour = StringData.fromString(number % 2 == 0 ? "red" : "blue");
    if (number < 3_000) {
      return new RoutedRow(table(number), FIRST, GenericRowData.of(number, note));
    } else if (number < 6_000) {
      return new RoutedRow(table(number), WITH_COLOUR, GenericRowData.of(number, note, colour));
    }
    return new RoutedRow(
        table(number), WITH_NUMBER, GenericRowData.of(colour, (int) number, (int) number));
  }

  /** What an evolving table holds of a row. */
  private static String text(long number) {
    String colour = number % 2 == 0 ? "red" : "blue";
    if (number < 3_000) {
      return "note " + number + " null null";
    } else if (number < 6_000) {
      return "note " + number + " " + colour + " null";
    }
    return "null " + colour + " {\"note\":" + number + "}";
  }

  private static DataStream<RoutedRow> rows(
      StreamExecutionEnvironment environment, long count, long failAt) {
    return environment
        .fromSequence(0, count - 1)
        .setParallelism(1)
        .uid("numbers")
        .map(new Rows(failAt))
        .setParallelism(1)
        .uid("rows");
  }

  /** Makes the rows, slowly, and fails once at a given number. */
  private static final class Rows extends RichMapFunction<Long, RoutedRow> {
    private static final long serialVersionUID = 1L;

    private final long failAt;

    Rows(long failAt) {
      this.failAt = failAt;
    }

    @Override
    public RoutedRow map(Long number) {
      if (number % 100 == 0) {
        LockSupport.parkNanos(5_000_000);
      }
      if (number == failAt && FAILED.compareAndSet(false, true)) {
        throw new IllegalStateException("induced failure at row " + number);
      }
      return row(number);
    }
  }

  /** By id: note, colour and what was rescued; fails where an id occurs twice. */
  private static Map<Long, String> contents(String path) throws Exception {
    DeltaSnapshot snapshot = DeltaTable.at(path).snapshot();
    List<String> columns = List.of("note", "colour", "_rescued");
    Map<Long, String> contents = new TreeMap<>();
    DataFileReader reader = new DataFileReader(path, snapshot.rowType());
    for (DataFile file : snapshot.files()) {
      try (CloseableIterator<RowData> rows = reader.read(file)) {
        while (rows.hasNext()) {
          RowData row = rows.next();
          List<String> texts = new ArrayList<>();
          for (String column : columns) {
            int index = snapshot.rowType().getFieldIndex(column);
            texts.add(index < 0 || row.isNullAt(index) ? "null" : row.getString(index).toString());
          }
          assertThat(contents.put(row.getLong(0), String.join(" ", texts))).isNull();
        }
      }
    }
    return contents;
  }

  private static RowType type(DataTypes.Field... fields) {
    return (RowType) DataTypes.ROW(fields).getLogicalType().copy(false);
  }
}
