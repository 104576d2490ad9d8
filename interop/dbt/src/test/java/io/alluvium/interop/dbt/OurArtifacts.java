package io.alluvium.interop.dbt;

import io.alluvium.models.ModelsOptions;
import io.alluvium.models.artifacts.Catalog;
import io.alluvium.models.artifacts.CompiledModels;
import io.alluvium.models.artifacts.FreshnessResult;
import io.alluvium.models.artifacts.FreshnessResult.Criteria;
import io.alluvium.models.artifacts.FreshnessResult.Limit;
import io.alluvium.models.artifacts.FreshnessResult.Period;
import io.alluvium.models.artifacts.FreshnessResults;
import io.alluvium.models.artifacts.Invocation;
import io.alluvium.models.artifacts.Manifest;
import io.alluvium.models.artifacts.NodeResult;
import io.alluvium.models.artifacts.NodeResult.Status;
import io.alluvium.models.artifacts.RunResults;
import io.alluvium.models.artifacts.Timing;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.ProjectCompiler;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.SourceNode;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.models.run.TargetFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;

/** Writes the artifacts of a project as the commands do. */
final class OurArtifacts {
  private final ModelsProject models;
  private final String lake;
  private final TargetFolder target;
  private final Invocation invocation = Invocation.begin("build", Map.of("target", "dev"));

  OurArtifacts(Path project, Path lake, Path target) {
    this.lake = lake.toUri().toString();
    this.target = new TargetFolder(target);
    Configuration options = new Configuration();
    options.set(ModelsOptions.PROJECT_PATH, project.toString());
    options.set(ModelsOptions.LAKE_PATH, this.lake);
    this.models = ModelsProject.withoutLake(options);
  }

  /** The manifest, and what is in the lake. */
  void compile() {
    try (ProjectCompiler compiler = models.compiler()) {
      Map<String, JobScript> scripts = compiler.compile();
      target.write(
          "manifest.json",
          new Manifest(invocation, models.project(), models.graph(), scripts).json());
      target.write(
          "catalog.json",
          new Catalog(invocation, models.graph(), CompiledModels.of(scripts), lake).json());
    }
  }

  /** A result of every kind, spread over the nodes. */
  void results() {
    Instant now = Instant.now();
    Timing timing = Timing.execute(now, now.plusMillis(1500));
    RunResults results = new RunResults(invocation);
    FreshnessResults freshness = new FreshnessResults(invocation);
    Status[] statuses = Status.values();
    for (Node node : models.graph().order()) {
      Status status = statuses[results.results().size() % statuses.length];
      results.add(
          NodeResult.of(node.id(), status, timing)
              .withMessage("it was so")
              .withFailures(3)
              .withCompiledCode("SELECT 1")
              .withRelationName("`lake`.`gold`.`a`")
              .withResponse(Map.of("rows_affected", 7)));
      if (node instanceof SourceNode) {
        freshness.add(
            new FreshnessResult.Measured(
                node.id(),
                FreshnessResult.Status.WARN,
                now.minusSeconds(90),
                now,
                new Criteria(
                    Optional.of(new Limit(6, Period.HOUR)), Optional.empty(), Optional.empty()),
                timing));
        freshness.add(new FreshnessResult.Failed(node.id(), "there is no such table"));
      }
    }
    results.add(NodeResult.of("test.shop.none", Status.SKIPPED));
    target.write(results);
    target.write(freshness);
  }
}
