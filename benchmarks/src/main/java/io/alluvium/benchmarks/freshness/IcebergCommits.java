package io.alluvium.benchmarks.freshness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The metadata of an Iceberg table of a Hadoop catalog: readers go on from the version that a hint
 * names to the last one that is there.
 *
 * @param table its folder
 */
public record IcebergCommits(Path table) implements CommitFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public Path file(int number) {
    return table.resolve("metadata").resolve("v" + (number + 1) + ".metadata.json");
  }

  @Override
  public long rows(Path file, long before) throws IOException {
    JsonNode metadata = JSON.readTree(Files.readAllBytes(file));
    JsonNode current = metadata.required("current-snapshot-id");
    for (JsonNode snapshot : metadata.path("snapshots")) {
      if (snapshot.path("snapshot-id").asLong() == current.asLong()) {
        return snapshot.required("summary").required("total-records").asLong();
      }
    }
    return 0;
  }
}
