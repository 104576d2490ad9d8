package io.alluvium.models;

import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node.SeedNode;
import io.alluvium.models.project.ProjectReader;
import io.alluvium.models.seed.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fused, apart and in batch, through crashes: the tables are the same. Runs where {@code
 * -Dalluvium.seeds=N} or {@code -Dalluvium.seed=N} asks for it: it starts a dozen jobs.
 */
@EnabledIf("isAskedFor")
class ModelsEquivalenceITCase {
  private static final LocalDateTime START = LocalDateTime.of(2015, 1, 29, 0, 0);
  private static final LocalDateTime CLOSING = LocalDateTime.of(2015, 6, 1, 5, 0);
  private static final int STEPS = 3;

  @TempDir Path dir;

  static boolean isAskedFor() {
    return System.getProperty("alluvium.seeds") != null
        || System.getProperty("alluvium.seed") != null;
  }

  static LongStream seeds() {
    Long one = Long.getLong("alluvium.seed");
    return one != null
        ? LongStream.of(one)
        : LongStream.rangeClosed(1, Integer.getInteger("alluvium.seeds", 2));
  }

  /** With an even seed the project of this repository, with an odd one that of all strategies. */
  @ParameterizedTest(name = "-Dalluvium.seed={0}")
  @MethodSource("seeds")
  void tablesAreTheSame(long seed) throws Exception {
    boolean strategies = seed % 2 == 1;
    ModelsEquivalence equivalence =
        new ModelsEquivalence(
            dir,
            strategies ? StrategiesProject.write(dir.resolve("project")) : Path.of("../../sql"));
    Random random = new Random(seed);
    Bronze bronze = new Bronze(equivalence.lake());
    equivalence.require(
        seed,
        strategies ? List.of("bronze", "seeds") : List.of("bronze"),
        STEPS,
        step -> {
          if (strategies) {
            seed(equivalence, step);
          }
          readings(bronze, random, step);
          if (step == STEPS - 1) {
            // Of a later day than all, so that those before are complete.
            for (int station = 0; station < 8; station++) {
              bronze.reading("weather" + station, CLOSING, 1.0);
            }
          }
          for (int i = 0; i < 8; i++) {
            String usage = List.of("Office", "School", "Laboratory").get(random.nextInt(3));
            String op = step == 0 ? "r" : random.nextInt(5) == 0 ? "d" : "u";
            bronze.building(op, "B" + i, usage, "weather" + i % 4, i * 10.0);
            bronze.policy(op, usage, 15.0 + random.nextInt(6));
          }
          bronze.append();
        });
  }

  /** The CSV changes while the jobs run. */
  private void seed(ModelsEquivalence equivalence, int step) throws Exception {
    Path project = dir.resolve("project");
    if (step == 1) {
      Files.writeString(
          project.resolve("seeds/stations.csv"),
          "name,city\nweather0,Wien\nweather2,Linz\nweather9,\n");
    }
    ModelGraph graph = ModelGraph.of(new ProjectReader(project, Map.of(), Map.of(), "dev").read());
    Seeds seeds = new Seeds(project, equivalence.lake().toUri().toString());
    Seeds.Loaded loaded = seeds.load((SeedNode) graph.named("stations"), false);
    Assertions.assertThat(loaded.version().isPresent()).as("step %d", step).isEqualTo(step < 2);
  }

  /** Half-hourly, some days late, with corrections and missing values. */
  private static void readings(Bronze bronze, Random random, int step) {
    for (int station = 0; station < 3; station++) {
      for (int i = 0; i < 96; i++) {
        LocalDateTime time = START.plusDays(2L * step).plusMinutes(30L * i);
        if (random.nextInt(10) == 0) {
          time = START.plusMinutes(30L * random.nextInt(48));
        }
        Double temperature = random.nextInt(12) == 0 ? null : (random.nextInt(500) - 100) / 10.0;
        bronze.reading("weather" + station, time, temperature);
      }
    }
  }
}
