package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/** Every added file names a value of the right type for each partition column, and no other. */
final class PartitionValuesRule implements CommitRule {
  private static final String RULE = "partition values";

  @Override
  public void check(Commit commit, TableState before, Findings findings) {
    TableSchema schema = before.schemaAfter(commit);
    Set<String> expected = new TreeSet<>(schema.partitions());
    for (JsonNode add : commit.all("add")) {
      check(commit.version(), schema, expected, add, findings);
    }
  }

  private static void check(
      long version, TableSchema schema, Set<String> expected, JsonNode add, Findings findings) {
    JsonNode values = add.path("partitionValues");
    Set<String> named = new TreeSet<>();
    values.fieldNames().forEachRemaining(named::add);
    String path = add.path("path").asText();
    if (!named.equals(expected)) {
      findings.add(version, RULE, path + " has values of " + named + " instead of " + expected);
      return;
    }
    for (String column : expected) {
      JsonNode value = values.get(column);
      // The protocol reads an empty text as null.
      if (value.isNull() || value.asText().isEmpty()) {
        continue;
      }
      String type = schema.column(column).map(found -> found.type().asText()).orElse("string");
      if (!value.isTextual() || !PrimitiveValues.isPartitionValue(type, value.asText())) {
        findings.add(version, RULE, path + ": " + column + " = " + value + " is no " + type);
      }
    }
  }
}
