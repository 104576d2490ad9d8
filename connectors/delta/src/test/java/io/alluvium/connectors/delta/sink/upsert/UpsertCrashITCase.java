package io.alluvium.connectors.delta.sink.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.CrashSeeds;
import io.alluvium.connectors.delta.kernel.FaultPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random changelogs, random settings, random failures: every version of the table is a prefix of
 * the stream, and the last one is all of it. {@link CrashSeeds} says how to run more, or one again.
 */
@Tag(CrashSeeds.SUITE)
@Timeout(300)
class UpsertCrashITCase {
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

  @AfterEach
  void forget() {
    FaultPlan.remove(folder.toString());
  }

  @ParameterizedTest(name = CrashSeeds.NAME)
  @MethodSource("seeds")
  void everyVersionIsAPrefixWhateverFails(long seed) throws Exception {
    Random random = new Random(seed);
    Changelog whole = new Changelog(seed, KEYS);
    Changelog changelog = seed % 2 == 0 ? whole.ofPartialUpdates() : whole;
    UpsertTestJob job = UpsertTestJob.random(folder, changelog, CHANGES, random).withFaultyFiles();
    Faults faults = new Faults("crash-" + seed).failAtRandom(Faults.PLACES, 3, random);
    StreamExecutionEnvironment environment = job.build();
    faults.installIn(environment);
    // Only now: what fails while the job is put together fails before anything is written.
    FaultPlan files = FaultPlan.install(folder.toString(), FaultPlan.ofFiles(2, random));

    environment.execute();

    new PrefixCheck(job.table(), changelog).everyVersionIsAPrefix(CHANGES);
    assertThat(faults.fired()).as("failures of seed %d", seed).isNotEmpty();
    if (Boolean.getBoolean("alluvium.keep")) {
      System.out.println(
          seed
              + " "
              + job
              + " "
              + faults.fired()
              + files.struck()
              + Files.list(Path.of(job.table())).count());
    }
  }
}
