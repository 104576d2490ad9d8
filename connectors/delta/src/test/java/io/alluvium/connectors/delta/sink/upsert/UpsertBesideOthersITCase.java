package io.alluvium.connectors.delta.sink.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.CrashSeeds;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Other writers optimize, append, delete and update while a job upserts, and the job fails at
 * times. {@link CrashSeeds} says how to run more, or one again.
 */
@Tag(CrashSeeds.SUITE)
@Timeout(300)
class UpsertBesideOthersITCase {
  private static final int CHANGES = 8_000;
  private static final int KEYS = 1500;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  @TempDir Path folder;

  static LongStream seeds() {
    return CrashSeeds.of(4);
  }

  /** The stream's rows are none of the others' business here, so each version is still a prefix. */
  @ParameterizedTest(name = CrashSeeds.NAME)
  @MethodSource("seeds")
  void everyVersionIsAPrefixWhileOthersChangeTheirRows(long seed) throws Exception {
    Random random = new Random(seed);
    Changelog whole = new Changelog(seed, KEYS);
    Changelog changelog = seed % 2 == 0 ? whole.ofPartialUpdates() : whole;
    UpsertTestJob job = UpsertTestJob.random(folder, changelog, CHANGES, random);
    JobClient running = start(job, random, seed);
    ForeignWriter other = new ForeignWriter(job.table(), seed);
    while (!running.getJobStatus().get().isTerminalState()) {
      pause(random);
      switch (random.nextInt(6)) {
        case 0, 1 -> other.optimize();
        case 2 -> other.append(20);
        case 3 -> other.deleteByVectors(row -> isOwn(row) && random.nextInt(4) == 0, false);
        case 4 -> other.deleteByVectors(row -> isOwn(row) && random.nextInt(4) == 0, true);
        default -> other.updateByRewriting(row -> isOwn(row) && random.nextInt(4) == 0);
      }
    }
    running.getJobExecutionResult().get();

    new PrefixCheck(job.table(), job.changelog()).everyVersionIsAPrefix(CHANGES);
    Map<String, String> rows = rows(job.table());
    rows.keySet().removeIf(key -> !key.startsWith(ForeignWriter.PREFIX));
    PrefixCheck.assertSame(rows, other.ownRows());
  }

  /** The last change of each key stands, whatever others did to its row before. */
  @ParameterizedTest(name = CrashSeeds.NAME)
  @MethodSource("seeds")
  void noKeyIsLostOrDoubledThatOthersChange(long seed) throws Exception {
    Random random = new Random(seed);
    Changelog changelog = new Changelog(seed, KEYS).endingWithAllKeys(CHANGES);
    long count = CHANGES + Changelog.FILLERS + KEYS;
    UpsertTestJob job = UpsertTestJob.random(folder, changelog, count, random);
    JobClient running = start(job, random, seed);
    ForeignWriter other = new ForeignWriter(job.table(), seed);
    while (job.reached() < CHANGES && !running.getJobStatus().get().isTerminalState()) {
      pause(random);
      switch (random.nextInt(6)) {
        case 0 -> other.optimize();
        case 1 -> other.deleteByRewriting(row -> random.nextInt(20) == 0);
        case 2 -> other.deleteByVectors(row -> random.nextInt(20) == 0, false);
        case 3 -> other.deleteByVectors(row -> random.nextInt(20) == 0, true);
        case 4 -> other.updateByRewriting(row -> random.nextInt(20) == 0);
        default -> other.append(java.util.List.of(changelog.row(random.nextInt(KEYS))));
      }
    }
    assertThat(job.reached())
        .as("the others are done before the closing round")
        .isLessThan(CHANGES + Changelog.FILLERS);
    running.getJobExecutionResult().get();

    Map<String, String> rows = rows(job.table());
    PrefixCheck.assertSame(rows, changelog.folded(count));
    assertThat(rows).hasSize(KEYS);
  }

  private static JobClient start(UpsertTestJob job, Random random, long seed) throws Exception {
    StreamExecutionEnvironment environment = job.build();
    Faults faults = new Faults("others-" + seed);
    for (int i = 0; i < 2; i++) {
      faults.failAt(Faults.PLACES.get(random.nextInt(Faults.PLACES.size())), 1 + random.nextInt(6));
    }
    faults.installIn(environment);
    return environment.executeAsync();
  }

  /** Others that never pause would leave the sink no version to commit on. */
  private static void pause(Random random) {
    LockSupport.parkNanos(random.nextInt(150_000_000));
  }

  private static boolean isOwn(RowData row) {
    return ForeignWriter.isOwn(row);
  }

  private static Map<String, String> rows(String table) throws Exception {
    return new HashMap<>(PrefixCheck.rows(table, DeltaTable.at(table).snapshot()));
  }
}
