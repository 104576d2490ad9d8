package io.alluvium.models.deploy;

import io.alluvium.models.ModelException;
import io.alluvium.models.compile.CompiledModel;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.TableColumn;
import io.alluvium.models.deploy.DeployedModel.Phase;
import io.alluvium.models.deploy.DeployedModel.Target;
import io.alluvium.models.deploy.QueryComparison.Difference;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.project.Materialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * What comes of the edit of an incremental model whose table holds rows. As in dbt the rows may be
 * worth more than the query, so they stay or the edit is refused.
 */
final class IncrementalEdit {
  private final DeployedJob former;
  private final JobScript script;

  /**
   * @param former what runs of the job
   * @param script what should run
   */
  IncrementalEdit(DeployedJob former, JobScript script) {
    this.former = former;
    this.script = script;
  }

  /**
   * Decides on one model.
   *
   * @param live as it runs; null where this home does not know it
   * @param otherFunctions that have other code, where the query is the same
   * @param canGoOn whether the former query can have given what the query would
   * @return the model that takes over where the former query stops; empty where that gives the rows
   *     of the new one and so goes on
   * @throws ModelException where only a full refresh would be right
   */
  Optional<DeployedModel> decide(
      ModelNode node,
      DeployedModel wanted,
      @Nullable DeployedModel live,
      List<String> otherFunctions,
      boolean canGoOn) {
    if (live == null) {
      throw refused(
          node,
          "this home does not know how the rows came into " + table(node),
          "so they would be written again",
          "");
    }
    KeptStatement insert = canGoOn ? insert(node) : null;
    Generation generation = former.liveGeneration(node.id()).orElseThrow();
    KeptStatement formerInsert = generation.insert(node.id()).orElse(null);
    Difference difference =
        insert == null || formerInsert == null
            ? Difference.ROWS
            : new QueryComparison(generation.preparation(), preparation())
                .compare(formerInsert, insert);
    return switch (difference) {
      case NONE -> Optional.empty();
      case COLUMNS -> {
        requireTakeover(node, wanted);
        String rowsOf = former.rowsOf(node.id()).orElseThrow();
        yield Optional.of(
            wanted
                .in(Phase.WAITING)
                .takingOver(new Takeover(rowsOf, added(node, formerInsert, insert), Map.of())));
      }
      case COLUMNS_OF_STATE -> throw otherColumns(node);
      case ROWS ->
          throw refused(
              node,
              otherFunctions.isEmpty()
                  ? "the query, or what it reads, has changed"
                  : "the code of " + String.join(", ", otherFunctions) + " has changed",
              "and the rows in " + table(node) + " are of the former",
              "; or change it back");
    };
  }

  private static void requireTakeover(ModelNode node, DeployedModel wanted) {
    Materialization kind = node.model().config().materialization();
    if (wanted.target() != Target.DELTA
        || (kind != Materialization.APPEND && kind != Materialization.MERGE)) {
      throw otherColumns(node);
    }
  }

  private static ModelException otherColumns(ModelNode node) {
    return refused(
        node,
        "the query has other columns than the one that runs",
        "and what the job has kept for " + table(node) + " so far is without them",
        "; or change it back");
  }

  private static ModelException refused(
      ModelNode node, String what, String consequence, String otherwise) {
    return new ModelException(
        node.file()
            + ", line 1: "
            + what
            + ", "
            + consequence
            + ". To build the incremental model anew: 'alluvium models run --full-refresh --select "
            + node.name()
            + "'"
            + otherwise);
  }

  private static String table(ModelNode node) {
    return node.schema() + "." + node.table();
  }

  /** Null where it is more than one: rows that break rules go elsewhere. */
  @Nullable
  private KeptStatement insert(ModelNode node) {
    List<KeptStatement> inserts =
        script.inserts().stream()
            .map(KeptStatement::of)
            .filter(insert -> node.id().equals(insert.model()))
            .toList();
    return inserts.size() == 1 ? inserts.get(0) : null;
  }

  private List<KeptStatement> preparation() {
    return script.preparation().stream().map(KeptStatement::of).toList();
  }

  private Map<String, String> added(
      ModelNode node, KeptStatement formerInsert, KeptStatement insert) {
    CompiledModel compiled =
        script.models().stream()
            .filter(model -> model.node().equals(node))
            .findFirst()
            .orElseThrow();
    return compiled.columns().stream()
        .filter(column -> insert.columns().contains(column.name()))
        .filter(column -> !formerInsert.columns().contains(column.name()))
        .collect(
            Collectors.toMap(
                TableColumn::name,
                column -> column.type().asSerializableString(),
                (one, other) -> one,
                LinkedHashMap::new));
  }
}
