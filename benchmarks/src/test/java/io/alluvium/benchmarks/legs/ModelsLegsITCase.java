package io.alluvium.benchmarks.legs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.engines.ModelRun;
import io.alluvium.benchmarks.engines.PlainSql;
import io.alluvium.benchmarks.engines.WindowLoop;
import io.alluvium.benchmarks.tables.NexmarkTables;
import io.alluvium.benchmarks.tables.ProjectFolder;
import io.alluvium.benchmarks.worker.Engine;
import io.alluvium.benchmarks.worker.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sides of the legs of models that need no peer do the same work, as DuckDB sees it. */
class ModelsLegsITCase {
  private static final Side SIDE = new Side("side", "", "", List.of(), "");
  private static final int FILES = 2;
  private static final int ROWS_PER_FILE = 4_000;
  private static final int EVENTS = 20_000;

  @TempDir Path folder;

  @Test
  void oneJobAndManyMakeTheSameTables() throws Exception {
    EventInput input = events("fused", 60_000);

    run(new ModelRun(), new FusedLeg.Jobs(SIDE, input, "yes", FusedLeg.ONE_JOB));
    run(new ModelRun(), new FusedLeg.Jobs(SIDE, input, "no", FusedLeg.JOBS));
  }

  @Test
  void everySideFindsTheSameWindows() throws Exception {
    EventInput input = events("window", 50);

    run(new ModelRun(), new WindowLeg.Windows(SIDE, input, WindowLeg.MODEL));
    run(new PlainSql(), new WindowLeg.Windows(SIDE, input, WindowLeg.MODEL));
    WindowLeg.Windows loop = new WindowLeg.Windows(SIDE, input, "loop");
    Path ran = run(new WindowLoop(), loop);
    // Else nothing would be compared.
    EventInput other = new EventInput(input.tables(), input.project(), ROWS_PER_FILE, 60);
    other.write(FILES + 1);
    assertThatThrownBy(
            () -> new WindowLeg.Windows(SIDE, other, "loop").verify(FILES + 1, ran, Map.of()))
        .isInstanceOf(BenchmarkException.class);
  }

  /** Those that join, aggregate and make windows; all of them where it is asked for. */
  static List<NexmarkQuery> queries() {
    return Boolean.getBoolean("alluvium.nexmark.all")
        ? List.of(NexmarkQuery.values())
        : List.of(NexmarkQuery.q4, NexmarkQuery.q7);
  }

  @ParameterizedTest
  @MethodSource("queries")
  void queriesOfNexmarkGiveWhatDuckDbGives(NexmarkQuery query) throws Exception {
    NexmarkInput input =
        new NexmarkInput(
            folder.resolve("tables"),
            ProjectFolder.copy("nexmark", folder.resolve("project")),
            EVENTS);
    NexmarkTables.write(input.tables(FILES), 7, (long) FILES * EVENTS, EVENTS);

    run(new ModelRun(), new NexmarkLeg.Run(SIDE, input, query, "lake"));
    run(new PlainSql(), new NexmarkLeg.Run(SIDE, input, query, "blackhole"));
  }

  private EventInput events(String project, long distanceMillis) throws Exception {
    EventInput input =
        new EventInput(
            folder.resolve("tables"),
            ProjectFolder.copy(project, folder.resolve("project")),
            ROWS_PER_FILE,
            distanceMillis);
    input.write(FILES);
    return input;
  }

  private Path run(Engine engine, Contestant contestant) throws Exception {
    Path run = Files.createTempDirectory(folder, "run");
    try (engine) {
      contestant.verify(FILES, run, engine.run(contestant.prepare(FILES, run)));
    }
    return run;
  }
}
