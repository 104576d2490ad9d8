package io.alluvium.state.plan;

import java.util.Set;

/** What is known of kinds of operators: whether they keep state, and what they give. */
final class OperatorKind {
  private static final Set<String> STATELESS =
      Set.of(
          "calc",
          "exchange",
          "union",
          "correlate",
          "expand",
          "drop-update-before",
          "watermark-assigner",
          "mini-batch-assigner",
          "local-group-aggregate",
          "local-window-aggregate",
          "python-calc",
          "python-correlate",
          "values");

  /** Only ever add rows, so that what reads them stays right where they lack some. */
  private static final Set<String> ADDING =
      Set.of(
          "window-aggregate",
          "global-window-aggregate",
          "group-window-aggregate",
          "over-aggregate",
          "interval-join",
          "temporal-join",
          "window-join",
          "window-rank",
          "window-deduplicate",
          "window-table-function",
          "temporal-sort",
          "match");

  private OperatorKind() {}

  static boolean isStateless(PlanNode node) {
    return node.kind().equals("lookup-join")
        ? !node.fields().path("requireUpsertMaterialize").asBoolean()
        : node.isSink()
            ? !node.fields().path("requireUpsertMaterialize").asBoolean()
            : STATELESS.contains(node.kind());
  }

  static boolean changesRows(PlanNode node) {
    return !ADDING.contains(node.kind());
  }

  static boolean isGlobal(PlanNode node) {
    return node.kind().startsWith("global-") || node.kind().startsWith("incremental-");
  }

  static boolean isLocal(PlanNode node) {
    return node.kind().startsWith("local-");
  }

  static boolean isAggregate(PlanNode node) {
    return node.fields().has("aggCalls") && node.fields().has("grouping");
  }
}
