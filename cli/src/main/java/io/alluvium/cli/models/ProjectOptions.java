package io.alluvium.cli.models;

import io.alluvium.models.ModelsOptions;
import io.alluvium.models.artifacts.FormerManifest;
import io.alluvium.models.graph.Node;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.models.selection.FormerState;
import io.alluvium.models.selection.NodeSelector;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Option;

/** Which project, and which of its nodes. */
final class ProjectOptions {
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

  Configuration configuration(String lake) {
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

  List<Node> selected(ModelsProject project) {
    FormerState former =
        state == null ? FormerState.none() : FormerManifest.read(state.resolve("manifest.json"));
    return new NodeSelector(project.graph(), former).select(select, exclude);
  }
}
