package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/** Which actions a commit is made of. */
final class ActionsRule implements CommitRule {
  private static final String RULE = "actions";
  private static final Set<String> KNOWN =
      Set.of("add", "remove", "metaData", "protocol", "txn", "commitInfo", "cdc", "domainMetadata");
  private static final List<String> AT_MOST_ONCE = List.of("metaData", "protocol", "commitInfo");

  @Override
  public void check(Commit commit, TableState before, Findings findings) {
    for (JsonNode action : commit.actions()) {
      if (action.size() != 1 || !KNOWN.contains(action.fieldNames().next())) {
        findings.add(commit.version(), RULE, "no single known action: " + shortened(action));
      }
    }
    for (String kind : AT_MOST_ONCE) {
      if (commit.all(kind).size() > 1) {
        findings.add(commit.version(), RULE, "more than one " + kind);
      }
    }
    if (before.protocolAfter(commit).isMissingNode()) {
      findings.add(commit.version(), RULE, "no protocol in this commit or before");
    }
    if (before.metaDataAfter(commit).isMissingNode()) {
      findings.add(commit.version(), RULE, "no metaData in this commit or before");
    }
    commit.first("metaData").ifPresent(metaData -> checkMetaData(commit, metaData, findings));
  }

  private static void checkMetaData(Commit commit, JsonNode metaData, Findings findings) {
    for (String field : List.of("id", "format", "schemaString", "partitionColumns")) {
      if (!metaData.hasNonNull(field)) {
        findings.add(commit.version(), RULE, "metaData without " + field);
      }
    }
    TableSchema schema = TableSchema.of(metaData);
    for (String partition : schema.partitions()) {
      if (schema.column(partition).isEmpty()) {
        findings.add(
            commit.version(), RULE, "partition column " + partition + " is not in the schema");
      }
    }
  }

  private static String shortened(JsonNode action) {
    String text = action.toString();
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}
