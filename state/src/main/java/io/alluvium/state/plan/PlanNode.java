package io.alluvium.state.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An operator of a compiled plan, as Flink writes it. */
public final class PlanNode {
  /** The option of a node of a plan that says the uids of its operators. */
  static final String UID_FORMAT = "table.exec.uid.format";

  /** What Flink takes where the plan says nothing. */
  static final String DEFAULT_FORMAT = "<id>_<transformation>";

  private static final String CONFIGURATION = "configuration";

  private final int id;
  private final String kind;
  private final ObjectNode fields;
  private final List<PlanNode> inputs;

  PlanNode(int id, String kind, ObjectNode fields, List<PlanNode> inputs) {
    this.id = id;
    this.kind = kind;
    this.fields = fields;
    this.inputs = List.copyOf(inputs);
  }

  /** Of the plan; another compilation numbers otherwise. */
  public int id() {
    return id;
  }

  /** Such as {@code group-aggregate}, without Flink's prefix and version. */
  public String kind() {
    return kind;
  }

  /** All that the plan says of it. */
  ObjectNode fields() {
    return fields;
  }

  /** In their order. */
  public List<PlanNode> inputs() {
    return inputs;
  }

  /** How the uids of its operators are made, with the id in its place. */
  public String uidFormat() {
    String format = fields.path(CONFIGURATION).path(UID_FORMAT).asText(DEFAULT_FORMAT);
    return format.replace("<id>", String.valueOf(id));
  }

  /** Sets how the uids of its operators are made. */
  public void setUidFormat(String format) {
    fields.withObjectProperty(CONFIGURATION).put(UID_FORMAT, format);
  }

  /** The table that it reads or writes; empty for other operators. */
  public Optional<String> table() {
    JsonNode table = tableNode();
    return table.isMissingNode()
        ? Optional.empty()
        : Optional.of(table.path("identifier").asText().replace("`", ""));
  }

  /** The last two parts of the table's name. */
  public Optional<String> shortTable() {
    return table()
        .map(
            name -> {
              String[] parts = name.split("\\.");
              return parts.length < 2
                  ? name
                  : parts[parts.length - 2] + "." + parts[parts.length - 1];
            });
  }

  /** The options of the table that it reads or writes. */
  JsonNode tableOptions() {
    return tableNode().at("/resolvedTable/options");
  }

  private JsonNode tableNode() {
    JsonNode source = fields.at("/scanTableSource/table");
    return source.isMissingNode() ? fields.at("/dynamicTableSink/table") : source;
  }

  public boolean isSource() {
    return fields.has("scanTableSource");
  }

  public boolean isSink() {
    return fields.has("dynamicTableSink");
  }

  /** The types of its columns, by position: names do not count, whether null is allowed does. */
  List<String> columnTypes() {
    return PositionalTypes.of(fields.path("outputType"));
  }

  /** The names of its columns. */
  List<String> columnNames() {
    return PositionalTypes.names(fields.path("outputType"));
  }

  /** Whether one task does it all, because what comes is not told apart by keys. */
  boolean isSingle() {
    PlanNode node = this;
    while (!node.inputs.isEmpty()) {
      node = node.inputs.get(0);
      if (node.kind.equals("exchange")) {
        return node.fields
            .at("/inputProperties/0/requiredDistribution/type")
            .asText()
            .equals("SINGLETON");
      }
    }
    return false;
  }

  /** The columns that a field lists, such as {@code grouping}. */
  List<Integer> positions(String pointer) {
    List<Integer> positions = new ArrayList<>();
    fields.at(pointer).forEach(position -> positions.add(position.asInt()));
    return positions;
  }

  /** For people. */
  public String description() {
    return fields.path("description").asText(kind);
  }
}
