package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** No file twice, nothing removed that is not there, and appended tables only grow. */
final class ActiveFilesRule implements CommitRule {
  private static final String RULE = "active files";

  @Override
  public void check(Commit commit, TableState before, Findings findings) {
    boolean appendOnly =
        before
            .metaDataAfter(commit)
            .path("configuration")
            .path("delta.appendOnly")
            .asText()
            .equals("true");
    Map<String, LogicalFile> removed = new HashMap<>();
    for (JsonNode action : commit.all("remove")) {
      LogicalFile file = LogicalFile.of(action);
      if (removed.put(file.path(), file) != null) {
        findings.add(commit.version(), RULE, "two removes of " + file.path());
      }
      checkActive(commit, before, file, findings);
      if (appendOnly && action.path("dataChange").asBoolean()) {
        findings.add(commit.version(), RULE, "append-only table loses the rows of " + file);
      }
    }
    Set<String> added = new HashSet<>();
    for (JsonNode action : commit.all("add")) {
      LogicalFile file = LogicalFile.of(action);
      if (!added.add(file.path())) {
        findings.add(commit.version(), RULE, "two adds of " + file.path());
      }
      LogicalFile existing = before.activeAt(file.path());
      LogicalFile gone = removed.get(file.path());
      if (file.equals(gone)) {
        findings.add(commit.version(), RULE, "both adds and removes " + file);
      } else if (existing != null && !existing.equals(file) && !existing.equals(gone)) {
        findings.add(
            commit.version(),
            RULE,
            file + " is added while " + existing + " is active: the path would be there twice");
      }
    }
  }

  private static void checkActive(
      Commit commit, TableState before, LogicalFile file, Findings findings) {
    LogicalFile existing = before.activeAt(file.path());
    if (existing == null) {
      findings.add(commit.version(), RULE, "remove of " + file + ", which is not active");
    } else if (!existing.equals(file)) {
      findings.add(commit.version(), RULE, "remove of " + file + ", but active is " + existing);
    }
  }
}
