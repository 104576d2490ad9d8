package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** The fields of {@code add}, {@code remove} and {@code cdc}, apart from those with own rules. */
final class FileActionsRule implements CommitRule {
  private static final String RULE = "file actions";

  private final boolean absolutePathsAllowed;

  FileActionsRule(boolean absolutePathsAllowed) {
    this.absolutePathsAllowed = absolutePathsAllowed;
  }

  @Override
  public void check(Commit commit, TableState before, Findings findings) {
    for (JsonNode add : commit.all("add")) {
      require(
          commit,
          "add",
          add,
          List.of("path", "partitionValues", "size", "modificationTime", "dataChange"),
          findings);
      checkPath(commit, add, findings);
      if (add.path("size").asLong() <= 0) {
        findings.add(commit.version(), RULE, "size of " + name(add) + " is " + add.path("size"));
      }
    }
    for (JsonNode remove : commit.all("remove")) {
      require(commit, "remove", remove, List.of("path", "dataChange"), findings);
      checkPath(commit, remove, findings);
      if (!remove.hasNonNull("deletionTimestamp")) {
        findings.add(
            commit.version(), RULE, "remove of " + name(remove) + " has no deletionTimestamp");
      }
      if (remove.path("extendedFileMetadata").asBoolean()) {
        require(commit, "remove", remove, List.of("partitionValues", "size"), findings);
      }
    }
    for (JsonNode cdc : commit.all("cdc")) {
      require(
          commit, "cdc", cdc, List.of("path", "partitionValues", "size", "dataChange"), findings);
      if (cdc.path("dataChange").asBoolean()) {
        findings.add(commit.version(), RULE, "cdc " + name(cdc) + " says dataChange");
      }
    }
  }

  private static void require(
      Commit commit, String kind, JsonNode action, List<String> fields, Findings findings) {
    for (String field : fields) {
      if (!action.hasNonNull(field)) {
        findings.add(commit.version(), RULE, kind + " of " + name(action) + " has no " + field);
      }
    }
  }

  private void checkPath(Commit commit, JsonNode action, Findings findings) {
    String path = name(action);
    try {
      URI uri = new URI(path);
      if (!absolutePathsAllowed && (uri.isAbsolute() || path.startsWith("/"))) {
        findings.add(commit.version(), RULE, "absolute path " + path);
      }
    } catch (URISyntaxException e) {
      findings.add(commit.version(), RULE, "path is no URI: " + e.getMessage());
    }
  }

  private static String name(JsonNode action) {
    return action.path("path").asText();
  }
}
