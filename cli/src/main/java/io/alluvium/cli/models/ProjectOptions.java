package io.alluvium.cli.models;

import io.alluvium.models.ModelsOptions;
import io.alluvium.models.artifacts.FormerManifest;
import io.alluvium.models.functions.FunctionDigests;
import io.alluvium.models.graph.Node;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.models.selection.FormerState;
import io.alluvium.models.selection.NodeSelector;
import io.alluvium.models.selection.TestEntry;
import io.alluvium.models.selection.TestSelector;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Option;

/** Which project, and which of its nodes. */
public final class ProjectOptions {
  @Option(
      names = "--project-dir",
      paramLabel = "DIR",
      description = "The folder with dbt_project.yml. Default: the project of this installation.")
  private Path folder;

  @Option(
      names = "--target",
      paramLabel = "NAME",
      defaultValue = "dev",
      description = "What target.name is in templates. Default: ${DEFAULT-VALUE}")
  private String target;

  @Option(
      names = {"--select", "-s"},
      paramLabel = "NODES",
      arity = "1..*",
      description =
          "Which nodes, as in dbt: names, +name, name+, 2+name, @name, tag:x, path:models/gold,"
              + " source:x, state:modified; apart by blanks either may hold, by commas both must."
              + " Default: all.")
  private List<String> select = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "NODES",
      arity = "1..*",
      description = "As --select, of those to leave out.")
  private List<String> exclude = List.of();

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "The folder of a former manifest.json, which state: compares with.")
  private Path state;

  /** The options of a project on a lake, by its URI. */
  public Configuration configuration(String lake) {
    Configuration options = new Configuration();
    options.set(ModelsOptions.PROJECT_PATH, folder().toString());
    options.set(ModelsOptions.LAKE_PATH, lake);
    options.set(ModelsOptions.TARGET, target);
    return options;
  }

  Path folder() {
    return folder == null
        ? Path.of(System.getProperty("alluvium.installation", "."))
            .toAbsolutePath()
            .normalize()
            .resolve("sql")
        : folder.toAbsolutePath().normalize();
  }

  boolean selectsAll() {
    return select.isEmpty() && exclude.isEmpty();
  }

  List<Node> selected(ModelsProject project) {
    return new NodeSelector(project.graph(), former(project)).select(select, exclude);
  }

  List<TestEntry> selected(ModelsProject project, List<TestEntry> tests) {
    return new TestSelector(project.graph(), former(project)).select(tests, select, exclude);
  }

  private FormerState former(ModelsProject project) {
    return state == null
        ? FormerState.none()
        : FormerManifest.read(
            state.resolve("manifest.json"), FunctionDigests.of(project.project()));
  }

  /** As artifacts tell them, by dbt's names. */
  Map<String, Object> arguments() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("select", select);
    arguments.put("exclude", exclude);
    arguments.put("target", target);
    return arguments;
  }
}
