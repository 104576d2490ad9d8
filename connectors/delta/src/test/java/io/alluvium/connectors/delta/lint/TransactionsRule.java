package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** The transaction version of an application ascends, and stands once in a commit. */
final class TransactionsRule implements CommitRule {
  private static final String RULE = "transactions";

  @Override
  public void check(Commit commit, TableState before, Findings findings) {
    Set<String> seen = new HashSet<>();
    for (JsonNode transaction : commit.all("txn")) {
      String application = transaction.path("appId").asText();
      long version = transaction.path("version").asLong(-1);
      if (!seen.add(application)) {
        findings.add(commit.version(), RULE, "application " + application + " stands twice");
      }
      Long last = before.transactions().get(application);
      if (last != null && version <= last) {
        findings.add(
            commit.version(),
            RULE,
            "application " + application + " goes from " + last + " to " + version);
      }
    }
  }
}
