package io.alluvium.cli.models;

import io.alluvium.cli.LakeUri;
import io.alluvium.models.artifacts.Invocation;
import io.alluvium.models.docs.DocsSite;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.models.run.TargetFolder;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alluvium models docs}. */
@Command(
    name = "docs",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the documentation of all models: one page, which a browser opens as a file.",
      "It shows what is in the lake, and the last results of tests, where there are any."
    })
final class DocsCommand implements Callable<Integer> {
  @Mixin private ProjectOptions project;

  @Option(
      names = "--lake",
      paramLabel = "PATH",
      defaultValue = ".alluvium/ingest/lake",
      description =
          "The folder or URI that holds the layers; tables that it lacks are as the YAML says."
              + " Default: ${DEFAULT-VALUE}")
  private String lake;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    long begun = System.nanoTime();
    String uri = LakeUri.of(lake);
    ModelsProject models = ModelsProject.withoutLake(project.configuration(uri));
    Progress progress = new Progress(spec.commandLine().getOut());
    progress.found(models.graph());
    TargetFolder target =
        new TargetFolder(project.folder().resolve(models.project().settings().targetPath()));
    Path page = new DocsSite(models, uri, target).write(Invocation.begin("docs", Map.of()));
    progress.done(begun, "Written " + page);
    return 0;
  }
}
