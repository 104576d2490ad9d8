package io.alluvium.benchmarks.freshness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The log of a Delta table to which rows are appended.
 *
 * @param table its folder
 */
public record DeltaCommits(Path table) implements CommitFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public Path file(int number) {
    return table.resolve("_delta_log").resolve(String.format("%020d.json", number));
  }

  @Override
  public long rows(Path file, long before) throws IOException {
    long rows = before;
    for (String line : Files.readAllLines(file)) {
      JsonNode action = JSON.readTree(line);
      if (action.has("remove")) {
        throw new IOException(file + " removes rows");
      }
      if (action.has("add")) {
        JsonNode statistics = JSON.readTree(action.get("add").path("stats").asText());
        rows += statistics.required("numRecords").asLong();
      }
    }
    return rows;
  }
}
