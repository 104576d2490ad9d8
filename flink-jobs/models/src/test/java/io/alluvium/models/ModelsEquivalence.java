package io.alluvium.models;

import io.alluvium.models.compile.CompileOptions;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.ProjectCompiler;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.project.ConfigSettings;
import io.alluvium.models.project.Materialization;
import io.alluvium.models.project.Model;
import io.alluvium.models.project.ModelConfig;
import io.alluvium.models.project.Project;
import io.alluvium.models.project.ProjectReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;

/**
 * Runs the models of a project in three ways over the same bronze, and requires the same tables of
 * them: in their jobs, each in a job of its own, and once in batch. The jobs that run continuously
 * fail at moments of chance while bronze grows.
 *
 * <p>Of a model with {@code insert_overwrite} the last partition does not count: it is not complete
 * as long as the jobs run.
 */
final class ModelsEquivalence {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int SHOWN = 4;
  private static final int MOST_MILLIS_BETWEEN_CRASHES = 700;

  private final Path folder;
  private final ProjectReader reader;
  private final Project project;

  /** Writes rows into bronze. */
  interface Feed {
    void append(int step) throws Exception;
  }

  /**
   * @param folder an empty one, for the lakes
   */
  ModelsEquivalence(Path folder, Path project) {
    this.folder = folder;
    this.reader =
        new ProjectReader(project, Map.of("ALLUVIUM_REDIS_URI", "redis://none"), Map.of(), "dev");
    this.project = withoutPush(reader.read());
  }

  /** What bronze is to be written into. */
  Path lake() {
    return folder.resolve("together");
  }

  /**
   * @param layers of the lake that the feed writes
   * @param steps of the feed; the first is made before the jobs begin
   */
  void require(long seed, List<String> layers, int steps, Feed feed) throws Exception {
    Random random = new Random(seed);
    feed.append(0);
    for (String lake : List.of("apart", "batch")) {
      Files.createDirectories(folder.resolve(lake));
      for (String layer : layers) {
        Files.createSymbolicLink(folder.resolve(lake).resolve(layer), lake().resolve(layer));
      }
    }
    try (FailingCluster cluster = new FailingCluster(folder.resolve("checkpoints"), seed)) {
      scripts(project, lake()).values().forEach(cluster::start);
      Project apart = apart(project);
      scripts(apart, folder.resolve("apart")).values().forEach(cluster::start);
      for (int step = 1; step < steps; step++) {
        feed.append(step);
        // When a crash comes is a matter of chance.
        LockSupport.parkNanos(
            TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_MILLIS_BETWEEN_CRASHES)));
        cluster.fail();
      }
      for (JobScript script : scripts(apart, folder.resolve("batch")).values()) {
        cluster.runInBatch(script);
      }
      Map<String, List<String>> expected = tables("batch");
      Assertions.assertThat(expected).as("seed %d", seed).isNotEmpty();
      expected.forEach(
          (table, rows) -> Assertions.assertThat(rows).as(table + ", in batch").isNotEmpty());
      for (String lake : List.of("together", "apart")) {
        Awaitility.await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(200))
            .failFast("a job has ended", cluster::hasEndedJob)
            .untilAsserted(
                () ->
                    Assertions.assertThat(differences(expected, tables(lake)))
                        .as("%s, against batch, -Dalluvium.seed=%d", lake, seed)
                        .isEmpty());
      }
    }
  }

  /** The first few rows that one has and the other lacks, by table. */
  private static List<String> differences(
      Map<String, List<String>> expected, Map<String, List<String>> found) {
    List<String> differences = new ArrayList<>();
    expected.forEach(
        (table, rows) -> {
          List<String> missing = new ArrayList<>(rows);
          List<String> surplus = new ArrayList<>(found.get(table));
          missing.removeIf(surplus::remove);
          if (!missing.isEmpty() || !surplus.isEmpty()) {
            differences.add(
                String.format(
                    "%s lacks %d rows: %s and has %d too many: %s",
                    table, missing.size(), first(missing), surplus.size(), first(surplus)));
          }
        });
    return differences;
  }

  private static List<String> first(List<String> rows) {
    return rows.subList(0, Math.min(SHOWN, rows.size()));
  }

  private Map<String, List<String>> tables(String lake) throws Exception {
    Map<String, List<String>> tables = new TreeMap<>();
    for (Model model : project.models()) {
      if (model.config().materialization() != Materialization.VIEW) {
        String table = model.config().schema() + "/" + model.alias();
        tables.put(table, ComparableRows.of(folder.resolve(lake), table, model.config()));
      }
    }
    return tables;
  }

  private Map<String, JobScript> scripts(Project of, Path lake) {
    CompileOptions options =
        new CompileOptions(
            lake.toUri().toString(), Optional.of(Duration.ofMillis(100)), 1_000, true);
    try (ProjectCompiler compiler =
        new ProjectCompiler(
            of, ModelGraph.of(of), reader.renderer(of.settings(), of.macros()), options)) {
      return compiler.compile();
    }
  }

  private static Project apart(Project of) {
    return withModels(
        of,
        of.models().stream()
            .map(
                model ->
                    new Model(
                        model.name(),
                        model.file(),
                        model.folders(),
                        model.text(),
                        withJob(model),
                        model.properties(),
                        model.references()))
            .toList());
  }

  private static ModelConfig withJob(Model model) {
    ConfigSettings settings = new ConfigSettings();
    model.config().values().forEach((key, value) -> settings.put(key, value, model.origin()));
    settings.put("job", "job_" + model.name(), model.origin());
    return new ModelConfig(settings);
  }

  private static Project withoutPush(Project of) {
    return withModels(
        of,
        of.models().stream()
            .filter(model -> model.config().materialization() != Materialization.PUSH)
            .toList());
  }

  private static Project withModels(Project of, List<Model> models) {
    return new Project(
        of.folder(),
        of.settings(),
        models,
        of.sources(),
        of.seeds(),
        of.macros(),
        of.unitTests(),
        of.exposures(),
        of.singularTests());
  }
}
