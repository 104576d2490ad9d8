package io.alluvium.cli.models;

import io.alluvium.cli.output.FormatOption;
import io.alluvium.models.artifacts.FreshnessResult;
import io.alluvium.models.artifacts.FreshnessResult.Measured;
import io.alluvium.models.artifacts.FreshnessResult.Status;
import io.alluvium.models.artifacts.FreshnessResults;
import io.alluvium.models.artifacts.Invocation;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.SourceNode;
import io.alluvium.models.quality.lake.SourceFreshness;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.models.run.TargetFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.flink.types.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alluvium models freshness}. */
@Command(
    name = "freshness",
    mixinStandardHelpOptions = true,
    description = {
      "Tells how old the newest rows of sources are whose YAML gives 'freshness'.",
      "Writes sources.json into the project's target."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all are fresh, or only warned of",
      "1:one is older than error_after, or cannot be read",
      "2:wrong use: the message says what to change"
    })
final class FreshnessCommand implements Callable<Integer> {
  private static final List<String> NAMES =
      List.of("source", "status", "newest", "age_seconds", "message", "unique_id");

  @Mixin private ProjectOptions project;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = ".alluvium/ingest",
      description = "The home whose folder lake is looked at. Default: ${DEFAULT-VALUE}")
  private Path home;

  @Option(
      names = "--lake",
      paramLabel = "PATH",
      description = "Another lake: the folder or URI that holds the layers.")
  private String lake;

  @Mixin private FormatOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    String uri = uri();
    ModelsProject models = ModelsProject.withoutLake(project.configuration(uri));
    FreshnessResults results =
        new FreshnessResults(Invocation.begin("source freshness", project.arguments()));
    SourceFreshness freshness = new SourceFreshness(models, uri, BatchFlink.configuration());
    Set<Node> selected = new HashSet<>(project.selected(models));
    List<Row> rows = new ArrayList<>();
    boolean stale = false;
    for (SourceNode source : freshness.sources()) {
      if (selected.contains(source)) {
        FreshnessResult result = freshness.measure(source);
        results.add(result);
        rows.add(row(source, result));
        stale |= !(result instanceof Measured measured) || measured.status() == Status.ERROR;
      }
    }
    new TargetFolder(project.folder().resolve(models.project().settings().targetPath()))
        .write(results);
    PrintWriter out = spec.commandLine().getOut();
    output.format().write(NAMES, rows.iterator(), out);
    out.flush();
    return stale ? 1 : 0;
  }

  private static Row row(SourceNode source, FreshnessResult result) {
    if (result instanceof Measured measured) {
      return Row.of(
          source.name(),
          measured.status().text(),
          measured.maxLoadedAt(),
          Duration.between(measured.maxLoadedAt(), measured.snapshottedAt()).toSeconds(),
          null,
          result.uniqueId());
    }
    String error = ((FreshnessResult.Failed) result).error();
    return Row.of(source.name(), "runtime error", null, null, error, result.uniqueId());
  }

  private String uri() {
    if (lake != null && lake.matches("[a-zA-Z][a-zA-Z0-9+.-]+:/.*")) {
      return lake;
    }
    Path folder = lake == null ? home.resolve("lake") : Path.of(lake);
    return folder.toAbsolutePath().normalize().toUri().toString();
  }
}
