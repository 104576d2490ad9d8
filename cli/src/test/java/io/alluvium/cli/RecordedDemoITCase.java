package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo on the whole recorded portfolio, killed at seeded moments; its gold against an
 * independent computation. {@code -Dalluvium.test.kills=10} kills it more often on its way to the
 * end, {@code -Dalluvium.test.homes=10} takes it to the end ten times, each on a home of its own,
 * {@code -Dalluvium.test.seed} kills at other moments.
 */
class RecordedDemoITCase {
  private static final Path REAL_FILES = Path.of("..", "..", "shared", "data", "buildings");
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int SHORTEST_LIFE_MILLIS = 3_000;
  private static final int LONGEST_LIFE_MILLIS = 40_000;

  @TempDir Path folder;

  @BeforeEach
  void requireRealFiles() {
    if (!Files.isDirectory(REAL_FILES)) {
      System.out.println(
          "Skipped: the recorded portfolio is not at " + REAL_FILES.toAbsolutePath().normalize());
    }
    assumeTrue(Files.isDirectory(REAL_FILES), "no recorded portfolio");
  }

  @Test
  void goldIsWhatTheFilesSayHoweverOftenTheDemoIsKilled() throws Exception {
    Path data = REAL_FILES.toRealPath();
    long seed = Long.getLong("alluvium.test.seed", 2016);
    int kills = Integer.getInteger("alluvium.test.kills", 1);
    int homes = Integer.getInteger("alluvium.test.homes", 1);
    for (int i = 0; i < homes; i++) {
      checkOneHome(data, folder.resolve("home-" + i), seed + i, kills);
    }
  }

  private void checkOneHome(Path data, Path home, long seed, int kills) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < kills; i++) {
      Duration life = Duration.ofMillis(random.nextInt(SHORTEST_LIFE_MILLIS, LONGEST_LIFE_MILLIS));
      AlluviumProcess demo = demo(data, home);
      if (demo.hasEndedWithin(life)) {
        assertThat(demo.await(PATIENCE)).as(demo.out() + demo.err()).isZero();
      }
      demo.kill();
      System.out.printf("Seed %d: kill %d after %s%n", seed, i + 1, life);
    }

    AlluviumProcess last = demo(data, home);
    assertThat(last.await(PATIENCE)).as("seed %d: %s%s", seed, last.out(), last.err()).isZero();
    assertThat(last.out()).contains("Every row is accounted for.");
    System.out.println(last.out());

    try (GoldOfTheFiles expected = new GoldOfTheFiles(data, home.resolve("lake"))) {
      expected.load();
      assertThat(expected.readings()).isEqualTo(503_822);
      assertThat(expected.silverReadings()).isEqualTo(expected.distinctReadings());
      assertThat(expected.buildingsInFile()).isEqualTo(507);
      // Three grow, three move, four are given up.
      assertThat(expected.changedBuildings()).isEqualTo(10);
      assertThat(expected.dailyRows()).isGreaterThan(180_000);
      assertThat(expected.wrongDailyRows()).as("wrong rows of building_daily").isZero();
      assertThat(expected.wrongHealthRows()).as("wrong rows of station_health").isZero();
      assertThat(expected.wrongAnomalyRows()).as("wrong rows of anomaly_daily").isZero();
      assertThat(expected.outliers()).isPositive();
      assertThat(expected.wrongMonthRows()).as("wrong rows of usage_monthly").isZero();
    }
  }

  private AlluviumProcess demo(Path data, Path home) throws Exception {
    return AlluviumProcess.demo(folder, home, "--once", "--data", data.toString());
  }
}
