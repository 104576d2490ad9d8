package io.alluvium.cli.quarantine;

import io.alluvium.cli.models.BatchFlink;
import io.alluvium.cli.models.ProjectOptions;
import io.alluvium.local.DirectoryLock;
import io.alluvium.local.LocalServiceException;
import io.alluvium.models.quality.quarantine.QuarantineReplay;
import io.alluvium.models.quality.quarantine.ReplayResult;
import io.alluvium.models.run.ModelsProject;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.types.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alluvium quarantine replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Brings rows to the model's table that keep its rules as they are now, each once.",
      "Of a table with a key, rows that break them go to quarantine as well, and the models must"
          + " be stopped meanwhile: replay after a rule was changed, before they go on."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; rows that still break a rule stay as they are",
      "1:it failed; running again is safe",
      "2:wrong use: the message says what to change"
    })
final class ReplayCommand implements Callable<Integer> {
  private static final List<String> NAMES =
      List.of("model", "quarantined", "replayed", "outdated", "left", "taken");

  @Mixin private ProjectOptions project;
  @Mixin private QuarantineOptions options;

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
  private String model;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    ModelsProject models = ModelsProject.withoutLake(project.configuration(options.lake()));
    QuarantineReplay replay =
        new QuarantineReplay(models.graph(), options.lake(), BatchFlink.configuration());
    ReplayResult result;
    if (replay.isKeyed(model)) {
      try (DirectoryLock lock = lock(models.graph().project())) {
        result = replay.run(model);
      }
    } else {
      result = replay.run(model);
    }
    PrintWriter out = spec.commandLine().getOut();
    options
        .format()
        .write(
            NAMES,
            List.of(
                    Row.of(
                        model,
                        result.quarantined(),
                        result.replayed(),
                        result.outdated(),
                        result.left(),
                        result.taken()))
                .iterator(),
            out);
    out.flush();
    return 0;
  }

  /** That of 'alluvium models run', so that neither runs while the other does. */
  private DirectoryLock lock(String name) throws Exception {
    Path home = options.home().resolve("models").resolve(name);
    Files.createDirectories(home);
    Optional<DirectoryLock> lock = DirectoryLock.acquire(home.resolve("lock"));
    return lock.orElseThrow(
        () ->
            new LocalServiceException(
                "The models run in "
                    + options.home()
                    + ". Stop them: the table of "
                    + model
                    + " has a key, which nothing else may write meanwhile."));
  }
}
