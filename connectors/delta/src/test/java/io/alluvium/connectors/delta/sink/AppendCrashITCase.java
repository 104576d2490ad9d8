package io.alluvium.connectors.delta.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.CrashSeeds;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.FaultPlan;
import io.alluvium.connectors.delta.kernel.FaultPlan.Event;
import io.alluvium.connectors.delta.kernel.FaultPlan.Fault;
import io.alluvium.connectors.delta.kernel.TableVersion;
import io.alluvium.connectors.delta.sink.upsert.Faults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.CheckpointingMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The append sink through crashes. {@link CrashSeeds} says how to run more, or one again. */
@Tag(CrashSeeds.SUITE)
@Timeout(300)
class AppendCrashITCase {
  private static final long ROWS = 6_000;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  @TempDir Path folder;

  @AfterEach
  void forget() {
    FaultPlan.remove(folder.toString());
    ForeignWriter.remove(folder.toString());
  }

  static LongStream seeds() {
    return CrashSeeds.of(6);
  }

  /** Every kind of fault by itself, at the first occasion after the job has committed. */
  @ParameterizedTest
  @EnumSource(value = Event.class, mode = EnumSource.Mode.EXCLUDE, names = "DATA_READ")
  void everyRowIsThereOnceAfterAFault(Event event) throws Exception {
    int occurrence =
        switch (event) {
          case ROW -> 3_000;
          case DATA_WRITE -> 40;
          case LOG_READ -> 12;
          default -> 3;
        };
    FaultPlan plan = run(List.of(new Fault(event, occurrence)), new Faults("none"), 1);

    assertThat(plan.struck()).hasSize(1);
    checkRows(Map.of(), plan);
    checkPrefixes();
  }

  @ParameterizedTest(name = CrashSeeds.NAME)
  @MethodSource("seeds")
  void everyRowIsThereOnceAfterSeveralFaultsAndForeignCommits(long seed) throws Exception {
    Random random = new Random(seed);
    List<Fault> faults = new ArrayList<>(FaultPlan.ofFiles(1 + random.nextInt(2), random));
    if (random.nextBoolean()) {
      faults.add(new Fault(Event.ROW, 1 + random.nextInt((int) ROWS)));
    }
    Faults places =
        new Faults("append-" + seed)
            .failAtRandom(Faults.APPEND_PLACES, 1 + random.nextInt(3), random);
    ForeignWriter foreign = ForeignWriter.install(folder.toString(), random, tablePath(), ROWS);

    FaultPlan plan = run(faults, places, 1 + random.nextInt(2));

    assertThat(foreign.isDone()).isTrue();
    assertThat(places.fired()).as("failures of seed %d", seed).isNotEmpty();
    checkRows(foreign.changes(), plan);
    checkPrefixes();
  }

  /** The table's path without the scheme that makes it fail. */
  private String tablePath() {
    return folder.resolve("table").toString();
  }

  private FaultPlan run(List<Fault> faults, Faults places, int parallelism) throws Exception {
    String table = FaultPlan.SCHEME + tablePath();
    StreamExecutionEnvironment environment = SinkTestJob.environment(folder.resolve("cp"), 1);
    environment.enableCheckpointing(60, CheckpointingMode.EXACTLY_ONCE);
    environment.getCheckpointConfig().setTolerableCheckpointFailureNumber(5);
    environment.getCheckpointConfig().setCheckpointTimeout(Duration.ofSeconds(20).toMillis());
    DataStream<RowData> rows =
        SinkTestJob.rows(environment, ROWS, new FaultyRows(folder.toString()));
    DeltaSink.append(table, SinkTestJob.ROW_TYPE)
        .sinkId("rows")
        .properties(Map.of("delta.checkpointInterval", "5"))
        .parallelism(parallelism)
        .addTo(parallelism == 1 ? rows : rows.rebalance(), "append");
    places.installIn(environment);
    // Only now: what fails while the job is put together fails before anything is written.
    FaultPlan plan = FaultPlan.install(folder.toString(), faults);

    environment.execute();
    return plan;
  }

  /**
   * @param foreignChanges ids that another writer added (true) or deleted (false)
   */
  private void checkRows(Map<Long, Boolean> foreignChanges, FaultPlan plan) throws Exception {
    List<Long> expected =
        new ArrayList<>(
            LongStream.range(0, ROWS)
                .boxed()
                .filter(id -> foreignChanges.getOrDefault(id, true))
                .toList());
    foreignChanges.forEach(
        (id, added) -> {
          if (added) {
            expected.add(id);
          }
        });
    assertThat(TableContents.ids(tablePath()))
        .as(() -> "faults that struck: " + plan.struck())
        .isEqualTo(expected.stream().sorted().toList());
  }

  /** Each of the sink's commits holds the rows that follow those of the one before. */
  private void checkPrefixes() throws Exception {
    DeltaTable table = DeltaTable.at(tablePath());
    long next = 0;
    for (TableVersion version : table.changes(1, Integer.MAX_VALUE)) {
      List<Long> ids = new ArrayList<>();
      for (DataFile file : version.added()) {
        if (!ForeignWriter.isForeign(file)) {
          ids.addAll(TableContents.ids(tablePath(), file));
        }
      }
      ids.sort(null);
      assertThat(ids)
          .as("rows of version " + version.version())
          .isEqualTo(LongStream.range(next, next + ids.size()).boxed().toList());
      next += ids.size();
    }
    assertThat(next).isEqualTo(ROWS);
  }
}
