package io.alluvium.cli.models;

import io.alluvium.models.ModelException;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.deploy.DeployedJobs;
import io.alluvium.models.deploy.ProjectRun;
import io.alluvium.models.deploy.ProjectRun.Planned;
import io.alluvium.models.deploy.StartRequest;
import io.alluvium.models.graph.Node;
import io.alluvium.models.project.Materialization;
import io.alluvium.models.run.CompiledJobs;
import io.alluvium.models.run.ModelsProject;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A project as a command runs it. */
final class CompiledProject {
  private final CompiledJobs jobs;
  private final ProjectRun run;
  private final StartRequest request;

  private CompiledProject(CompiledJobs jobs, ProjectRun run, StartRequest request) {
    this.jobs = jobs;
    this.run = run;
    this.request = request;
  }

  /**
   * Compiles a project.
   *
   * @param rebuild what of the selected models
   * @param home of the project's jobs
   * @throws ModelException of the first model that is wrong
   */
  static CompiledProject of(
      ModelsProject models, List<Node> nodes, RebuildOptions rebuild, Path home, String lake) {
    Set<Node> selected = new HashSet<>(nodes);
    CompiledJobs jobs =
        CompiledJobs.of(
            models
                .compiler()
                .rebuilding(
                    model ->
                        model.model().config().materialization() == Materialization.TABLE
                            || (rebuild.fullRefresh() && selected.contains(model))));
    return new CompiledProject(
        jobs,
        new ProjectRun(models.graph(), jobs.scripts(), new DeployedJobs(home), lake),
        rebuild.request(selected.stream().map(Node::id).collect(Collectors.toSet())));
  }

  CompiledJobs jobs() {
    return jobs;
  }

  JobScript script(Planned job) {
    return jobs.scripts().get(job.job());
  }

  ProjectRun run() {
    return run;
  }

  /**
   * Decides what becomes of the models: the jobs to start, in order.
   *
   * @throws ModelException of the first model that cannot go on
   */
  List<Planned> plan() {
    List<Planned> planned = run.plan(request);
    if (planned.isEmpty()) {
      throw new ModelException(
          "No selected model writes anything; 'alluvium models ls' shows what is selected.");
    }
    return planned;
  }
}
