package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.connectors.delta.lint.TableSchema.Column;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Statistics parse, fit the columns' types, and are there where a deletion vector needs them. */
final class StatisticsRule implements CommitRule {
  private static final String RULE = "statistics";

  @Override
  public void check(Commit commit, TableState before, Findings findings) {
    TableSchema schema = before.schemaAfter(commit);
    boolean mapped = TableSchema.isMapped(before.metaDataAfter(commit));
    for (JsonNode add : commit.all("add")) {
      new OfFile(commit.version(), schema, mapped, add, findings).check();
    }
  }

  /** The statistics of one added file. */
  private record OfFile(
      long version, TableSchema schema, boolean mapped, JsonNode add, Findings findings) {

    void check() {
      boolean vector = add.hasNonNull("deletionVector");
      if (!add.hasNonNull("stats")) {
        if (vector) {
          report("no statistics, though a deletion vector needs numRecords");
        }
        return;
      }
      JsonNode stats;
      try {
        stats = StatsOfAdd.JSON.readTree(add.get("stats").asText());
      } catch (JsonProcessingException e) {
        report("no JSON: " + e.getOriginalMessage());
        return;
      }
      JsonNode rows = stats.path("numRecords");
      if (!rows.isIntegralNumber() || rows.asLong() < 0) {
        if (vector || !rows.isMissingNode()) {
          report("numRecords is " + (rows.isMissingNode() ? "absent" : rows));
        }
        return;
      }
      if (stats.has("tightBounds") && !stats.get("tightBounds").isBoolean()) {
        report("tightBounds is " + stats.get("tightBounds"));
      }
      checkColumns(
          "",
          schema.columns(),
          stats.path("minValues"),
          stats.path("maxValues"),
          stats.path("nullCount"),
          rows.asLong());
    }

    private void checkColumns(
        String prefix,
        List<Column> columns,
        JsonNode min,
        JsonNode max,
        JsonNode nulls,
        long rows) {
      for (JsonNode side : List.of(min, max, nulls)) {
        for (Iterator<String> names = side.fieldNames(); names.hasNext(); ) {
          String name = names.next();
          if (find(columns, name).isEmpty()) {
            report("column " + prefix + name + " is not in the schema");
          }
        }
      }
      for (Column column : columns) {
        String name = prefix + column.name();
        JsonNode least = min.path(column.name());
        JsonNode greatest = max.path(column.name());
        JsonNode count = nulls.path(column.name());
        if (column.isPrimitive()) {
          checkBounds(name, column.type().asText(), least, greatest);
          checkNulls(name, count, rows);
        } else if (column.type().path("type").asText().equals("struct")) {
          checkColumns(name + ".", column.fields(mapped), least, greatest, count, rows);
        } else {
          if (isValue(least) || isValue(greatest)) {
            report("column " + name + " has bounds, but is an array or a map");
          }
          checkNulls(name, count, rows);
        }
      }
    }

    private void checkBounds(String name, String type, JsonNode least, JsonNode greatest) {
      if (!isValue(least) && !isValue(greatest)) {
        return;
      }
      if (!PrimitiveValues.hasBounds(type)) {
        report("column " + name + " has bounds, but is a " + type);
        return;
      }
      boolean typed = true;
      for (JsonNode bound : List.of(least, greatest)) {
        if (isValue(bound) && !PrimitiveValues.isBound(type, bound)) {
          report("column " + name + " has the bound " + bound + ", which is no " + type);
          typed = false;
        }
      }
      if (typed
          && isValue(least)
          && isValue(greatest)
          && PrimitiveValues.compare(type, least, greatest) > 0) {
        report("column " + name + " has the least value " + least + " above " + greatest);
      }
    }

    private void checkNulls(String name, JsonNode count, long rows) {
      if (isValue(count)
          && (!count.isIntegralNumber() || count.asLong() < 0 || count.asLong() > rows)) {
        report("column " + name + " has " + count + " nulls in " + rows + " rows");
      }
    }

    private static Optional<Column> find(List<Column> columns, String name) {
      return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    private static boolean isValue(JsonNode node) {
      return !node.isMissingNode() && !node.isNull();
    }

    private void report(String message) {
      findings.add(version, RULE, add.path("path").asText() + ": " + message);
    }
  }
}
