package io.alluvium.models.artifacts;

import io.alluvium.connectors.delta.maintenance.TableSummary;
import io.alluvium.models.compile.TableColumn;
import io.alluvium.models.graph.Node;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.types.logical.RowType;

/** A table of the catalog. */
final class CatalogEntry {
  private final Map<String, Object> columns = new LinkedHashMap<>();
  private final Map<String, Object> stats = new LinkedHashMap<>();

  private CatalogEntry() {}

  /** What no table of the lake holds: a view, or rows in another store. */
  static Map<String, Object> of(Node node, List<TableColumn> columns, String kind) {
    CatalogEntry entry = new CatalogEntry();
    columns.forEach(column -> entry.column(column.name(), column.sqlType(), null));
    entry.stat("has_stats", "Has Stats?", false, false, "Whether there are figures");
    return entry.json(node, kind, null);
  }

  static Map<String, Object> of(Node node, TableSummary table) {
    CatalogEntry entry = new CatalogEntry();
    for (RowType.RowField field : table.columns().getFields()) {
      entry.column(
          field.getName(),
          field.getType().asSummaryString(),
          field.getDescription().filter(text -> !text.isEmpty()).orElse(null));
    }
    entry.stat("has_stats", "Has Stats?", true, false, "Whether there are figures");
    table
        .rows()
        .ifPresent(
            rows -> entry.stat("num_rows", "Row Count", rows, true, "Rows of the table's version"));
    entry.stat("bytes", "Approximate Size", table.bytes(), true, "Bytes of its data files");
    entry.stat("files", "Files", table.files(), true, "Data files of the table's version");
    entry.stat("version", "Version", table.version(), true, "The table's version in its log");
    entry.stat(
        "last_modified",
        "Last Modified",
        Instant.ofEpochMilli(table.timestamp()).toString(),
        true,
        "When that version was committed");
    return entry.json(node, "table", table.comment().isEmpty() ? null : table.comment());
  }

  private void column(String name, String type, String comment) {
    Map<String, Object> column = new LinkedHashMap<>();
    column.put("type", type);
    column.put("index", columns.size() + 1);
    column.put("name", name);
    column.put("comment", comment);
    columns.put(name, column);
  }

  private void stat(String id, String label, Object value, boolean shown, String description) {
    Map<String, Object> stat = new LinkedHashMap<>();
    stat.put("id", id);
    stat.put("label", label);
    stat.put("value", value);
    stat.put("include", shown);
    stat.put("description", description);
    stats.put(id, stat);
  }

  private Map<String, Object> json(Node node, String kind, String comment) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("type", kind);
    metadata.put("schema", node.schema());
    metadata.put("name", node.table());
    metadata.put("database", ManifestNodes.DATABASE);
    metadata.put("comment", comment);
    metadata.put("owner", null);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("metadata", metadata);
    json.put("columns", columns);
    json.put("stats", stats);
    json.put("unique_id", node.id());
    return json;
  }
}
