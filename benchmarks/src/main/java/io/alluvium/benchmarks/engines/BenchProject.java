package io.alluvium.benchmarks.engines;

import io.alluvium.models.ModelsOptions;
import io.alluvium.models.compile.CompileOptions;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.ProjectCompiler;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.project.Project;
import io.alluvium.models.project.ProjectReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A dbt project that is run. Parameters: {@code project} (folder), {@code lake} (folder), {@code
 * jobs} (names, separated by commas, in the order in which they run), {@code var.NAME} for each
 * variable.
 */
record BenchProject(Path folder, Path lake, List<String> jobs, Map<String, String> vars) {
  private static final String VAR = "var.";

  static BenchProject of(Map<String, String> parameters) {
    Map<String, String> vars = new LinkedHashMap<>();
    parameters.forEach(
        (name, value) -> {
          if (name.startsWith(VAR)) {
            vars.put(name.substring(VAR.length()), value);
          }
        });
    return new BenchProject(
        Path.of(parameters.get("project")),
        Path.of(parameters.get("lake")),
        List.of(parameters.get("jobs").split(",")),
        vars);
  }

  /**
   * Compiles a job with the settings that users have by default.
   *
   * @param more variables
   */
  JobScript compile(String job, Map<String, String> more) {
    Map<String, Object> all = new LinkedHashMap<>(vars);
    all.putAll(more);
    ProjectReader reader = new ProjectReader(folder, Map.of(), all, "bench");
    Project project = reader.read();
    CompileOptions options =
        new CompileOptions(
            lake.toUri().toString(),
            Optional.empty(),
            ModelsOptions.MINI_BATCH_SIZE.defaultValue(),
            false);
    try (ProjectCompiler compiler =
        new ProjectCompiler(
            project,
            ModelGraph.of(project),
            reader.renderer(project.settings(), project.macros()),
            options)) {
      Map<String, JobScript> scripts = compiler.compile();
      if (!scripts.containsKey(job)) {
        throw new IllegalArgumentException("No job " + job + " among " + scripts.keySet());
      }
      return scripts.get(job);
    }
  }
}
