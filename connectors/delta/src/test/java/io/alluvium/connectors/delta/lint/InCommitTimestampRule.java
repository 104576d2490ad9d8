package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.databind.JsonNode;

/** Where in-commit timestamps are on, each commit begins with one, later than the last. */
final class InCommitTimestampRule implements CommitRule {
  private static final String RULE = "in-commit timestamp";

  @Override
  public void check(Commit commit, TableState before, Findings findings) {
    JsonNode configuration = before.metaDataAfter(commit).path("configuration");
    if (!configuration.path("delta.enableInCommitTimestamps").asText().equals("true")) {
      return;
    }
    if (commit.actions().isEmpty() || !commit.actions().get(0).has("commitInfo")) {
      findings.add(commit.version(), RULE, "the first action is not commitInfo");
      return;
    }
    JsonNode timestamp = commit.actions().get(0).get("commitInfo").path("inCommitTimestamp");
    if (!timestamp.isIntegralNumber()) {
      findings.add(commit.version(), RULE, "commitInfo has none");
    } else if (before.inCommitTimestamp().isPresent()
        && timestamp.asLong() <= before.inCommitTimestamp().getAsLong()) {
      findings.add(
          commit.version(),
          RULE,
          timestamp + " is not after " + before.inCommitTimestamp().getAsLong());
    }
  }
}
