package io.alluvium.state.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an operator keeps: two of the same layout can read each other's state, and mean the same by
 * its keys. Whether the contents come from the same rows is another question.
 *
 * @param parts by what people call them, in the order in which they are compared
 */
record StateLayout(Map<String, String> parts) {
  static final String KEYS = "keys";
  static final String AGGREGATES = "aggregates";
  static final String WINDOWS = "windows";
  static final String RETRACTION = "handling of rows that are taken back";
  static final String DEFINITION = "definition";
  private static final String TYPES = "types of its columns";
  private static final String RETENTION = "time-to-live of its state";

  /** What the planner knows of a join's inputs, which decides how it keeps them. */
  private static final Pattern INPUT_SPEC = Pattern.compile("(left|right)InputSpec=\\[([^]]*)]");

  static StateLayout of(PlanNode node, RowsOfPlan rows) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("operator", node.kind());
    parts.put("spread over tasks", node.isSingle() ? "one task" : "by key");
    if (node.isSource() || node.isSink()) {
      parts.put("table", node.table().orElse(""));
      if (node.isSource() || OperatorKind.isStateless(node)) {
        return new StateLayout(parts);
      }
    }
    if (OperatorKind.isStateless(node)) {
      return new StateLayout(parts);
    }
    parts.put(KEYS, String.join(", ", rows.keys(node)));
    if (OperatorKind.isAggregate(node)) {
      aggregate(node, rows, parts);
    } else {
      parts.put(DEFINITION, definition(node));
      Matcher specs = INPUT_SPEC.matcher(node.description());
      while (specs.find()) {
        parts.put("unique keys of its " + specs.group(1) + " input", specs.group(2));
      }
      List<List<String>> types = new ArrayList<>();
      node.inputs().forEach(input -> types.add(input.columnTypes()));
      parts.put(TYPES, types.toString());
    }
    List<String> retention = new ArrayList<>();
    for (JsonNode state : node.fields().path("state")) {
      boolean expires = !state.path("ttl").asText().matches("0( .*)?");
      retention.add(state.path("name").asText() + (expires ? " expires" : " stays"));
    }
    parts.put(RETENTION, String.join(", ", retention));
    return new StateLayout(parts);
  }

  private static void aggregate(PlanNode node, RowsOfPlan rows, Map<String, String> parts) {
    parts.put(AGGREGATES, String.join(", ", new AggregateCalls(node, rows.text(node)).layouts()));
    parts.put(WINDOWS, RowsOfPlan.windowing(node));
    parts.put(
        RETRACTION,
        node.fields().path("needRetraction") + " " + node.fields().path("aggCallNeedRetractions"));
    List<String> types = new ArrayList<>();
    if (!node.inputs().isEmpty()) {
      List<String> all = node.inputs().get(0).columnTypes();
      node.positions("/grouping").forEach(key -> types.add(all.get(key)));
    }
    parts.put("types of its keys", types.toString());
  }

  /** What an operator does, with columns by their places: these are those of its state. */
  private static String definition(PlanNode node) {
    ObjectNode fields = node.fields().deepCopy();
    fields.remove(List.of("id", "type", "outputType", "state", "dynamicTableSink"));
    fields.remove("inputChangelogMode");
    return PlanText.of(fields);
  }

  /** The first part in which another layout differs; empty where it does not. */
  Optional<StateDifference> difference(StateLayout other) {
    for (Map.Entry<String, String> part : parts.entrySet()) {
      String now = other.parts.get(part.getKey());
      if (!Objects.equals(part.getValue(), now)) {
        return Optional.of(
            new StateDifference(
                part.getKey(), shortened(part.getValue()), shortened(now == null ? "" : now)));
      }
    }
    return parts.equals(other.parts)
        ? Optional.empty()
        : Optional.of(new StateDifference(DEFINITION, "", ""));
  }

  private static String shortened(String text) {
    String plain = text.replaceAll("default_catalog\\.default_database\\.", "").strip();
    return plain.isEmpty() ? "none" : plain;
  }
}
