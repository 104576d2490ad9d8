package io.alluvium.cli.models;

import io.alluvium.cli.LakeUri;
import io.alluvium.models.ModelException;
import io.alluvium.models.artifacts.Invocation;
import io.alluvium.models.artifacts.RunResults;
import io.alluvium.models.graph.Node.SeedNode;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.models.run.TargetFolder;
import io.alluvium.models.seed.Seeds;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alluvium models seed}. */
@Command(
    name = "seed",
    mixinStandardHelpOptions = true,
    description = {
      "Makes tables of the lake of the project's CSV files.",
      "A table that holds the rows of its file already is left alone; models that run follow the"
          + " others."
    })
final class SeedCommand implements Callable<Integer> {
  @Mixin private ProjectOptions project;

  @Option(
      names = "--lake",
      paramLabel = "PATH",
      defaultValue = ".alluvium/ingest/lake",
      description = "The folder or URI that holds the layers. Default: ${DEFAULT-VALUE}")
  private String lake;

  @Option(
      names = "--full-refresh",
      description = "Makes a table anew whose columns are others than those of its file.")
  private boolean fullRefresh;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    long begun = System.nanoTime();
    String uri = LakeUri.of(lake);
    ModelsProject models = ModelsProject.withoutLake(project.configuration(uri));
    Progress progress = new Progress(spec.commandLine().getOut());
    progress.found(models.graph());
    List<SeedNode> nodes = SeedRun.seeds(project.selected(models));
    if (nodes.isEmpty()) {
      throw new ModelException(
          "No seed is selected; 'alluvium models ls --select resource_type:seed' lists them.");
    }
    RunResults results = new RunResults(Invocation.begin("seed", project.arguments()));
    new SeedRun(new Seeds(models.project().folder(), uri), fullRefresh, progress)
        .run(nodes, results);
    new TargetFolder(project.folder().resolve(models.project().settings().targetPath()))
        .write(results);
    progress.done(begun, "Seeded " + nodes.size() + " tables of " + lake);
    return 0;
  }
}
