package io.alluvium.state.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Tells what comes out of each operator of a plan. */
final class RowsOfPlan {
  private static final Set<String> AS_THEY_COME =
      Set.of("exchange", "mini-batch-assigner", "drop-update-before", "watermark-assigner");

  /** Give other columns than they get. */
  private static final Set<String> OTHER_COLUMNS =
      Set.of("match", "values", "group-table-aggregate", "python-group-table-aggregate");

  /** What a source does for the planner without leaving rows out. */
  private static final Set<String> PROJECTIONS =
      Set.of("ProjectPushDown", "ReadingMetadata", "WatermarkPushDown", "SourceWatermark");

  private final Map<String, String> functions;
  private final Map<PlanNode, Rows> known = new HashMap<>();

  /**
   * @param functions digests of their code by name
   */
  RowsOfPlan(Map<String, String> functions) {
    this.functions = functions;
  }

  /** What an operator gives. */
  Rows of(PlanNode node) {
    Rows rows = known.get(node);
    if (rows == null) {
      rows = compute(node, inputs(node));
      known.put(node, rows);
    }
    return rows;
  }

  /** What an operator gets. */
  List<Rows> inputs(PlanNode node) {
    return node.inputs().stream().map(this::of).toList();
  }

  /** The texts of an operator's fields. */
  PlanText text(PlanNode node) {
    return new PlanText(Rows.columns(inputs(node)), functions);
  }

  private Rows compute(PlanNode node, List<Rows> inputs) {
    if (node.isSource()) {
      return source(node);
    }
    if (AS_THEY_COME.contains(node.kind()) && inputs.size() == 1) {
      return inputs.get(0);
    }
    PlanText text = text(node);
    if (node.kind().equals("calc")) {
      return calc(node, inputs.get(0), text);
    }
    if (OperatorKind.isAggregate(node)) {
      return aggregate(node, inputs, text);
    }
    return other(node, inputs, text);
  }

  private Rows source(PlanNode node) {
    Set<String> conditions = new TreeSet<>();
    for (JsonNode ability : node.fields().at("/scanTableSource/abilities")) {
      if (!PROJECTIONS.contains(ability.path("type").asText())) {
        ObjectNode pushed = ability.deepCopy();
        pushed.remove("producedType");
        conditions.add("pushed " + PlanText.of(pushed));
      }
    }
    List<String> columns =
        node.columnNames().stream().map(name -> node.table().orElse("") + "." + name).toList();
    return Rows.of(columns, "rows of " + node.table().orElse("")).where(conditions);
  }

  private static Rows calc(PlanNode node, Rows input, PlanText text) {
    List<String> columns = new ArrayList<>();
    node.fields().path("projection").forEach(column -> columns.add(text.text(column)));
    List<String> conditions = new ArrayList<>();
    addConditions(node.fields().path("condition"), text, conditions);
    return input.withColumns(columns).where(conditions);
  }

  private static void addConditions(JsonNode condition, PlanText text, List<String> conditions) {
    if (condition.path("internalName").asText().equals("$AND$1")) {
      condition.path("operands").forEach(operand -> addConditions(operand, text, conditions));
    } else if (condition.isObject()) {
      conditions.add(text.text(condition));
    }
  }

  private Rows aggregate(PlanNode node, List<Rows> inputs, PlanText text) {
    List<String> keys = text.columns(node.positions("/grouping"));
    List<String> columns = new ArrayList<>(keys);
    List<String> calls =
        OperatorKind.isGlobal(node)
            ? text.columns(positionsFrom(keys.size(), inputs.get(0).columns().size()))
            : new AggregateCalls(node, text).expressions();
    String base =
        PlanText.digest(
            "groups", keys, windowing(node), Rows.identities(inputs), OperatorKind.isLocal(node));
    columns.addAll(calls);
    return Rows.of(padded(columns, node, base), base);
  }

  /** The window, without the place of the columns that it is of. */
  static String windowing(PlanNode node) {
    JsonNode windowing = node.fields().path("windowing");
    return PlanText.of(windowing.path("window")) + windowing.path("isRowtime");
  }

  private Rows other(PlanNode node, List<Rows> inputs, PlanText text) {
    String base =
        PlanText.digest(
            node.kind(),
            text.text(meaning(node)),
            Rows.identities(inputs),
            // A join and the like read all columns; which it has does not say which rows it gives.
            OTHER_COLUMNS.contains(node.kind()) ? Rows.columns(inputs) : keys(node));
    List<String> columns =
        OTHER_COLUMNS.contains(node.kind()) ? new ArrayList<>() : Rows.columns(inputs);
    if (node.kind().equals("union")) {
      columns = inputs.get(0).columns();
    }
    return Rows.of(padded(columns, node, base), base);
  }

  /** The fields that say what an operator does. */
  private static JsonNode meaning(PlanNode node) {
    ObjectNode fields = node.fields().deepCopy();
    fields.remove(List.of("id", "type", "outputType", "state", "joinSpec"));
    JsonNode join = node.fields().path("joinSpec");
    if (join.isObject()) {
      fields.set("joinType", join.path("joinType"));
      fields.set("nonEquiCondition", join.path("nonEquiCondition"));
    }
    return fields;
  }

  /** The expressions of the columns by which an operator keeps its state. */
  List<String> keys(PlanNode node) {
    List<Rows> inputs = inputs(node);
    List<String> keys = new ArrayList<>();
    for (String place : List.of("/grouping", "/uniqueKeys", "/overSpec/partition/fields")) {
      keys.addAll(columns(inputs, 0, node.positions(place)));
    }
    keys.addAll(columns(inputs, 0, node.positions("/partitionSpec/fields")));
    for (String join : List.of("/joinSpec", "/intervalJoinSpec/joinSpec")) {
      keys.addAll(columns(inputs, 0, node.positions(join + "/leftKeys")));
      keys.addAll(columns(inputs, 1, node.positions(join + "/rightKeys")));
    }
    return keys;
  }

  private List<String> columns(List<Rows> inputs, int input, List<Integer> positions) {
    return input < inputs.size()
        ? new PlanText(inputs.get(input).columns(), functions).columns(positions)
        : List.of();
  }

  private static List<Integer> positionsFrom(int from, int to) {
    List<Integer> positions = new ArrayList<>();
    for (int i = from; i < to; i++) {
      positions.add(i);
    }
    return positions;
  }

  /** As many as the operator gives. */
  private static List<String> padded(List<String> columns, PlanNode node, String base) {
    int count = node.columnTypes().size();
    List<String> all = new ArrayList<>(columns.subList(0, Math.min(count, columns.size())));
    while (all.size() < count) {
      all.add(base + "#" + all.size());
    }
    return Collections.unmodifiableList(all);
  }
}
