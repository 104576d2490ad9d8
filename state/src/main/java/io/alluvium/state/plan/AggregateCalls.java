package io.alluvium.state.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The aggregates that an operator computes, in their order. */
final class AggregateCalls {
  private final PlanNode node;
  private final PlanText text;

  AggregateCalls(PlanNode node, PlanText text) {
    this.node = node;
    this.text = text;
  }

  /** What each keeps: the function and the types of its arguments. */
  List<String> layouts() {
    List<String> types = argumentTypes();
    List<String> layouts = new ArrayList<>();
    for (JsonNode call : node.fields().path("aggCalls")) {
      List<String> arguments = new ArrayList<>();
      call.path("argList").forEach(argument -> arguments.add(typeAt(types, argument.asInt())));
      layouts.add(described(call, arguments));
    }
    return layouts;
  }

  /** What each is of. */
  List<String> expressions() {
    List<String> expressions = new ArrayList<>();
    for (JsonNode call : node.fields().path("aggCalls")) {
      List<String> arguments = new ArrayList<>();
      call.path("argList").forEach(argument -> arguments.add(text.column(argument.asInt())));
      int filter = call.path("filterArg").asInt(-1);
      expressions.add(
          described(call, arguments) + (filter < 0 ? "" : " where " + text.column(filter)));
    }
    return expressions;
  }

  /** For people, such as {@code SUM(BIGINT)}. */
  private String described(JsonNode call, List<String> arguments) {
    String own = PlanText.function(call);
    String builtIn = call.path("internalName").asText(call.path("class").asText());
    String name = own.isEmpty() ? builtIn : text.named(own);
    return name.replaceAll("^\\$+|\\$\\d+$", "")
        + "("
        + (call.path("distinct").asBoolean() ? "DISTINCT " : "")
        + String.join(", ", arguments)
        + ")"
        + (call.path("filterArg").asInt(-1) < 0 ? "" : " FILTER");
  }

  private List<String> argumentTypes() {
    JsonNode local = node.fields().path("localAggInputRowType");
    if (!local.isMissingNode()) {
      return PositionalTypes.of(local);
    }
    return node.inputs().isEmpty() ? List.of() : node.inputs().get(0).columnTypes();
  }

  private static String typeAt(List<String> types, int position) {
    return position < types.size() ? types.get(position) : "#" + position;
  }
}
