package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Every added file's deletion vector is described in full, and its bytes are what it says. */
final class DeletionVectorsRule implements CommitRule {
  private static final String RULE = "deletion vectors";

  private final Path table;

  DeletionVectorsRule(Path table) {
    this.table = table;
  }

  @Override
  public void check(Commit commit, TableState before, Findings findings) {
    for (JsonNode add : commit.all("add")) {
      if (add.hasNonNull("deletionVector")) {
        try {
          check(add, add.get("deletionVector"));
        } catch (BrokenVectorException e) {
          findings.add(commit.version(), RULE, add.path("path").asText() + ": " + e.getMessage());
        }
      }
    }
  }

  private void check(JsonNode add, JsonNode descriptor) throws BrokenVectorException {
    for (String field : List.of("storageType", "pathOrInlineDv", "sizeInBytes", "cardinality")) {
      if (!descriptor.hasNonNull(field)) {
        throw new BrokenVectorException("the descriptor has no " + field);
      }
    }
    String storage = descriptor.get("storageType").asText();
    String location = descriptor.get("pathOrInlineDv").asText();
    VectorBytes vector;
    if (storage.equals("i")) {
      vector = VectorBytes.inline(location, descriptor.get("sizeInBytes").asInt());
    } else if (storage.equals("u") || storage.equals("p")) {
      Path file = VectorBytes.file(table, storage, location);
      if (!Files.exists(file)) {
        // A vector that is no longer in use may have been vacuumed; DataFilesRule asks for the
        // rest.
        return;
      }
      vector =
          VectorBytes.read(
              file, descriptor.path("offset").asInt(), descriptor.get("sizeInBytes").asInt());
    } else {
      throw new BrokenVectorException("unknown storageType '" + storage + "'");
    }
    checkContent(add, descriptor, vector);
  }

  private static void checkContent(JsonNode add, JsonNode descriptor, VectorBytes vector)
      throws BrokenVectorException {
    VectorBytes.Rows rows = vector.rows();
    if (rows.count() != descriptor.get("cardinality").asLong()) {
      throw new BrokenVectorException(
          "the vector holds "
              + rows.count()
              + " rows, its cardinality says "
              + descriptor.get("cardinality"));
    }
    long records = StatsOfAdd.numRecords(add);
    if (rows.count() == 0) {
      throw new BrokenVectorException("the vector is empty");
    }
    if (records >= 0 && rows.last() >= records) {
      throw new BrokenVectorException(
          "the vector deletes row " + rows.last() + " of a file of " + records + " rows");
    }
  }
}
