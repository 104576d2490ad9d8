package io.alluvium.state.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What each operator of a plan keeps, what it is made of, and which models it is of. */
public final class PlanState {
  private final PlanFile plan;
  private final RowsOfPlan rows;
  private final Map<PlanNode, StateLayout> layouts = new LinkedHashMap<>();
  private final Map<PlanNode, Set<String>> models = new HashMap<>();
  private final Map<PlanNode, Set<PlanNode>> upstream = new HashMap<>();

  private PlanState(PlanFile plan, Map<String, String> functions) {
    this.plan = plan;
    this.rows = new RowsOfPlan(functions);
    for (PlanNode node : plan.nodes()) {
      layouts.put(node, StateLayout.of(node, rows));
      Set<PlanNode> above = new HashSet<>();
      for (PlanNode input : node.inputs()) {
        above.add(input);
        above.addAll(upstream.get(input));
      }
      upstream.put(node, above);
      models.put(node, new TreeSet<>());
    }
    for (PlanNode node : plan.nodes()) {
      if (node.isSink()) {
        String model = node.shortTable().orElseThrow();
        models.get(node).add(model);
        upstream.get(node).forEach(above -> models.get(above).add(model));
      }
    }
  }

  public static PlanState of(PlanFile plan) {
    return new PlanState(plan, plan.functions());
  }

  public PlanFile plan() {
    return plan;
  }

  /** The tables that the plan writes, as {@code schema.table}. */
  public Set<String> models() {
    Set<String> all = new TreeSet<>();
    models.values().forEach(all::addAll);
    return all;
  }

  /** The tables that depend on an operator. */
  public Set<String> models(PlanNode node) {
    return models.get(node);
  }

  /** All that an operator's rows come through. */
  public Set<PlanNode> upstream(PlanNode node) {
    return upstream.get(node);
  }

  public boolean isStateful(PlanNode node) {
    return !OperatorKind.isStateless(node) || node.isSource();
  }

  /** Whether what reads it is wrong where its state is lost. */
  public boolean changesRows(PlanNode node) {
    return OperatorKind.changesRows(node);
  }

  /** Why the other operator cannot go on with this one's state; empty where it can. */
  public Optional<StateDifference> difference(PlanNode node, PlanState other, PlanNode successor) {
    return layouts.get(node).difference(other.layouts.get(successor));
  }

  /** What an operator's state is made of: equal for two that make the same of the same rows. */
  public Contents contents(PlanNode node) {
    List<Rows> inputs = rows.inputs(node);
    List<String> values =
        OperatorKind.isAggregate(node) && !OperatorKind.isGlobal(node)
            ? new AggregateCalls(node, rows.text(node)).expressions()
            : Rows.columns(inputs);
    return new Contents(Rows.identities(inputs), values);
  }

  /**
   * What state is made of.
   *
   * @param rows which rows
   * @param values what of them
   */
  public record Contents(List<String> rows, List<String> values) {}

  /** Names of the options of a source's table that another plan has otherwise. */
  public Set<String> otherOptions(PlanNode source, PlanNode successor) {
    Map<String, String> before = options(source);
    Map<String, String> now = options(successor);
    if (before.isEmpty() || now.isEmpty()) {
      // A plan may name its tables only, and leave the rest to the catalog.
      return Set.of();
    }
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    names.removeIf(name -> Objects.equals(before.get(name), now.get(name)));
    return names;
  }

  private static Map<String, String> options(PlanNode node) {
    Map<String, String> options = new TreeMap<>();
    node.tableOptions()
        .fields()
        .forEachRemaining(option -> options.put(option.getKey(), option.getValue().asText()));
    return options;
  }

  /** A name that says what an operator is of, and that follows from what it does. */
  public String readableUid(PlanNode node) {
    Set<String> of = models.get(node);
    String model =
        node.isSource()
            ? node.shortTable().orElseThrow()
            : of.size() == 1 ? of.iterator().next() : "shared";
    if (node.isSource() || node.isSink()) {
      return model + "/" + (node.isSource() ? "read" : "write");
    }
    List<Object> meaning = new ArrayList<>(List.of(layouts.get(node), rows.of(node)));
    meaning.add(contents(node));
    return model + "/" + node.kind() + "-" + PlanText.digest(meaning.toArray()).substring(0, 8);
  }
}
