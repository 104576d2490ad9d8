package io.alluvium.cli.models;

import io.alluvium.cli.output.OutputFormat;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.graph.Node.SourceNode;
import io.alluvium.models.run.ModelsProject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.flink.types.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alluvium models ls}. */
@Command(
    name = "ls",
    aliases = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the nodes of a project, each behind those that it reads.")
final class LsCommand implements Callable<Integer> {
  private static final List<String> NAMES =
      List.of("name", "resource_type", "materialized", "job", "table", "tags", "path", "unique_id");

  @Mixin private ProjectOptions project;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}. Default: one name a line, to select by.")
  private OutputFormat format;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    // Nothing is read but the project's own files.
    ModelsProject models = ModelsProject.withoutLake(project.configuration("file:///"));
    List<Node> nodes = project.selected(models);
    PrintWriter out = spec.commandLine().getOut();
    if (format == null) {
      nodes.forEach(node -> out.println(selector(node)));
    } else {
      format.write(NAMES, nodes.stream().map(LsCommand::row).iterator(), out);
    }
    out.flush();
    return 0;
  }

  private static String selector(Node node) {
    return node instanceof SourceNode
        ? "source:" + node.path().get(0) + "." + node.name()
        : String.join(".", node.path());
  }

  private static Row row(Node node) {
    boolean isModel = node instanceof ModelNode;
    return Row.of(
        node.name(),
        node.kind(),
        isModel
            ? ((ModelNode) node).model().config().materialization().name().toLowerCase(Locale.ROOT)
            : null,
        isModel ? ((ModelNode) node).model().config().job() : null,
        node.schema() + "." + node.table(),
        String.join(" ", node.tags()),
        node.file(),
        node.id());
  }
}
