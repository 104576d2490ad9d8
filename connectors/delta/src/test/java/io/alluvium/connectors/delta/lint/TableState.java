package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The table at a version, replayed from the log action by action. */
final class TableState {
  private final Map<LogicalFile, JsonNode> active = new LinkedHashMap<>();
  private final Map<String, LogicalFile> activeByPath = new LinkedHashMap<>();
  private final Map<String, Long> transactions = new LinkedHashMap<>();
  private final Map<String, JsonNode> domains = new LinkedHashMap<>();
  private JsonNode protocol = MissingNode.getInstance();
  private JsonNode metaData = MissingNode.getInstance();
  private OptionalLong inCommitTimestamp = OptionalLong.empty();

  void apply(Commit commit) {
    // Removes first: a commit's actions have no order, and may replace a file's vector.
    commit.all("remove").forEach(this::remove);
    commit.actions().forEach(this::applyOther);
    inCommitTimestamp =
        commit
            .first("commitInfo")
            .filter(info -> info.hasNonNull("inCommitTimestamp"))
            .map(info -> OptionalLong.of(info.get("inCommitTimestamp").asLong()))
            .orElse(inCommitTimestamp);
  }

  private void remove(JsonNode remove) {
    LogicalFile file = LogicalFile.of(remove);
    active.remove(file);
    activeByPath.remove(file.path(), file);
  }

  private void applyOther(JsonNode action) {
    if (action.has("add")) {
      LogicalFile file = LogicalFile.of(action.get("add"));
      active.put(file, action.get("add"));
      activeByPath.put(file.path(), file);
    } else if (action.has("protocol")) {
      protocol = action.get("protocol");
    } else if (action.has("metaData")) {
      metaData = action.get("metaData");
    } else if (action.has("txn")) {
      JsonNode transaction = action.get("txn");
      transactions.put(transaction.path("appId").asText(), transaction.path("version").asLong());
    } else if (action.has("domainMetadata")) {
      applyDomain(action.get("domainMetadata"));
    }
  }

  private void applyDomain(JsonNode domain) {
    if (domain.path("removed").asBoolean()) {
      domains.remove(domain.path("domain").asText());
    } else {
      domains.put(domain.path("domain").asText(), domain);
    }
  }

  Map<LogicalFile, JsonNode> active() {
    return active;
  }

  /** The active file of that path, whatever its vector; null where there is none. */
  LogicalFile activeAt(String path) {
    return activeByPath.get(path);
  }

  Map<String, Long> transactions() {
    return transactions;
  }

  Map<String, JsonNode> domains() {
    return domains;
  }

  JsonNode protocol() {
    return protocol;
  }

  JsonNode metaData() {
    return metaData;
  }

  OptionalLong inCommitTimestamp() {
    return inCommitTimestamp;
  }

  /** The protocol once the commit stands. */
  JsonNode protocolAfter(Commit commit) {
    return commit.first("protocol").orElse(protocol);
  }

  /** The metadata once the commit stands. */
  JsonNode metaDataAfter(Commit commit) {
    return commit.first("metaData").orElse(metaData);
  }

  TableSchema schemaAfter(Commit commit) {
    return TableSchema.of(metaDataAfter(commit));
  }
}
