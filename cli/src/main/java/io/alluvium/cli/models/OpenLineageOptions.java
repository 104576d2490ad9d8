package io.alluvium.cli.models;

import io.alluvium.models.artifacts.CompiledModels;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.ProjectCompiler;
import io.alluvium.models.lineage.ProjectLineage;
import io.alluvium.models.openlineage.EventSink;
import io.alluvium.models.openlineage.JobEvents;
import io.alluvium.models.run.ModelsProject;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Whether and where OpenLineage is told of jobs. */
final class OpenLineageOptions {
  @Option(
      names = "--openlineage",
      paramLabel = "TARGET",
      description =
          "Tells OpenLineage what the jobs read and write, column by column: the URL of an"
              + " endpoint, whose key is in the environment variable OPENLINEAGE_API_KEY, or a"
              + " file that gets a line for each event.")
  private String target;

  /**
   * What is told of the jobs of a project.
   *
   * @param lake a URI
   */
  JobsTold events(ModelsProject models, String lake) {
    Map<String, JobEvents> events = new LinkedHashMap<>();
    if (target != null) {
      EventSink sink = EventSink.of(target);
      try (ProjectCompiler compiler = models.compiler().rebuilding(model -> true)) {
        Map<String, JobScript> scripts = compiler.compile();
        ProjectLineage lineage =
            ProjectLineage.of(models.project(), models.graph(), compiler, scripts);
        CompiledModels compiled = CompiledModels.of(scripts);
        String project = models.graph().project();
        scripts.forEach(
            (job, script) ->
                events.put(
                    job,
                    new JobEvents(sink, project, script, lineage, compiled, URI.create(lake))));
      }
    }
    return new JobsTold(events);
  }
}
