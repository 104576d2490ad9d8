package io.alluvium.state.savepoint;

import io.alluvium.state.plan.PlanFile;
import io.alluvium.state.plan.PlanNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names the operators of a savepoint, of which it has only what Flink made of their uids.
 *
 * @param uids by id
 */
public record OperatorNames(Map<String, String> uids) {
  /** What Flink calls the parts of a source or sink; other nodes are one, called as their kind. */
  private static final List<String> PARTS =
      List.of(
          "source",
          "sink",
          "upsert-materialize",
          "constraint-validator",
          "timestamp-inserter",
          "row-kind-setter",
          "watermark-assigner");

  /** How Flink's own sinks call what commits. */
  private static final List<String> OF_SINKS = List.of("%s", "Sink Committer: %s");

  public OperatorNames {
    uids = Map.copyOf(uids);
  }

  /** Of no plan: operators are known by their ids. */
  public static OperatorNames none() {
    return new OperatorNames(Map.of());
  }

  /** The operators of a plan. */
  public static OperatorNames of(PlanFile plan) {
    Map<String, String> names = new HashMap<>();
    plan.nodes().forEach(node -> add(node, names));
    return new OperatorNames(names);
  }

  /** The ids that the operators of a node may have. */
  public static Map<String, String> of(PlanNode node) {
    Map<String, String> names = new HashMap<>();
    add(node, names);
    return names;
  }

  private static void add(PlanNode node, Map<String, String> names) {
    String format = node.uidFormat().replace("<type>", node.kind());
    for (String part : PARTS) {
      add(format.replace("<transformation>", part), names);
    }
    add(format.replace("<transformation>", node.kind()), names);
  }

  private static void add(String uid, Map<String, String> names) {
    for (String form : OF_SINKS) {
      String whole = String.format(form, uid);
      names.put(Savepoint.idOf(whole), whole);
    }
  }

  /** The uid of an operator, or what else is known of it. */
  public String of(OperatorEntry operator) {
    return find(operator).orElse(operator.name().isEmpty() ? operator.id() : operator.name());
  }

  /** The uid of an operator that the plan has. */
  public Optional<String> find(OperatorEntry operator) {
    return Optional.ofNullable(uids.get(operator.id()));
  }
}
