package io.alluvium.connectors.delta.sink.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random changelogs, random settings, random failures: every version of the table is a prefix of
 * the stream, and the last one is all of it.
 *
 * <p>{@code -Dalluvium.seed=N} replays one seed, {@code -Dalluvium.seeds=N} runs that many.
 */
@Timeout(120)
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
    Long one = Long.getLong("alluvium.seed");
    return one != null
        ? LongStream.of(one)
        : LongStream.rangeClosed(1, Integer.getInteger("alluvium.seeds", 4));
  }

  @ParameterizedTest(name = "-Dalluvium.seed={0}")
  @MethodSource("seeds")
  void everyVersionIsAPrefixWhateverFails(long seed) throws Exception {
    Random random = new Random(seed);
    Changelog whole = new Changelog(seed, KEYS);
    Changelog changelog = seed % 2 == 0 ? whole.ofPartialUpdates() : whole;
    UpsertTestJob job = UpsertTestJob.random(folder, changelog, CHANGES, random);
    Faults faults = new Faults("crash-" + seed);
    for (int i = 0; i < 3; i++) {
      String place = Faults.PLACES.get(random.nextInt(Faults.PLACES.size()));
      faults.failAt(place, place.contains("endInput") ? 1 : 1 + random.nextInt(5));
    }
    StreamExecutionEnvironment environment = job.build();
    faults.installIn(environment);

    environment.execute();

    new PrefixCheck(job.table(), changelog).everyVersionIsAPrefix(CHANGES);
    assertThat(faults.fired()).as("failures of seed %d", seed).isNotEmpty();
    if (Boolean.getBoolean("alluvium.keep")) {
      System.out.println(
          seed + " " + job + " " + faults.fired() + Files.list(Path.of(job.table())).count());
    }
  }
}
