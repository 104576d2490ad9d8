package io.alluvium.models.run;

import io.alluvium.definitions.Similar;
import io.alluvium.models.ModelException;
import io.alluvium.models.ModelsOptions;
import io.alluvium.models.compile.CompileOptions;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.ProjectCompiler;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.jinja.JinjaRenderer;
import io.alluvium.models.project.MacroFile;
import io.alluvium.models.project.Project;
import io.alluvium.models.project.ProjectReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.description.HtmlFormatter;

/** A project that was read, and how its jobs are compiled. */
public final class ModelsProject {
  private final Project project;
  private final ModelGraph graph;
  private final JinjaRenderer jinja;
  private final ProjectReader reader;
  private final CompileOptions options;

  private ModelsProject(Configuration options, boolean requiresSources) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.putAll(options.get(ModelsOptions.ENVIRONMENT));
    options
        .getOptional(ModelsOptions.REDIS_URI)
        .ifPresent(uri -> environment.put("ALLUVIUM_REDIS_URI", uri));
    this.reader =
        new ProjectReader(
            Path.of(required(options, ModelsOptions.PROJECT_PATH)),
            environment,
            Map.of(),
            options.get(ModelsOptions.TARGET));
    this.project = reader.read();
    this.graph = ModelGraph.of(project);
    this.jinja = reader.renderer(project.settings(), project.macros());
    this.options =
        new CompileOptions(
            required(options, ModelsOptions.LAKE_PATH),
            options.getOptional(ModelsOptions.MINI_BATCH_LATENCY),
            options.get(ModelsOptions.MINI_BATCH_SIZE),
            requiresSources);
  }

  /** To run: the lake must have the tables of sources. */
  public static ModelsProject of(Configuration options) {
    return new ModelsProject(options, true);
  }

  /** To look at: tables that the lake lacks are as the YAML says. */
  public static ModelsProject withoutLake(Configuration options) {
    return new ModelsProject(options, false);
  }

  public Project project() {
    return project;
  }

  public ModelGraph graph() {
    return graph;
  }

  /** What renders the project's templates. */
  public JinjaRenderer jinja() {
    return jinja;
  }

  /** What renders templates with other values than the project's in some places. */
  public JinjaRenderer renderer(
      Map<String, Object> vars, Map<String, String> environment, List<MacroFile> macros) {
    List<MacroFile> all = new ArrayList<>(project.macros());
    all.addAll(macros);
    return reader.renderer(project.settings(), all, vars, environment);
  }

  public ProjectCompiler compiler() {
    return new ProjectCompiler(project, graph, jinja, options);
  }

  /** The script of one job. */
  public JobScript script(String job) {
    try (ProjectCompiler compiler = compiler()) {
      Map<String, JobScript> scripts = compiler.compile();
      JobScript script = scripts.get(job);
      if (script == null) {
        throw new ModelException(
            "There is no model in "
                + project.folder()
                + " that writes anything for the job '"
                + job
                + "'"
                + Similar.hint(job, scripts.keySet()));
      }
      return script;
    }
  }

  private static String required(Configuration options, ConfigOption<String> option) {
    return options
        .getOptional(option)
        .orElseThrow(
            () ->
                new ModelException(
                    "Option --"
                        + option.key()
                        + " is missing: "
                        + new HtmlFormatter().format(option.description())));
  }
}
