package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the actions of a checkpoint of any form: classic, in parts, or with sidecars. */
final class Checkpoint {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SIDECARS = "_sidecars";

  private Checkpoint() {}

  static Commit read(long version, List<Path> files, Path logFolder, ParquetFiles parquet)
      throws IOException {
    List<JsonNode> actions = new ArrayList<>();
    for (Path file : files) {
      actions.addAll(read(file, parquet));
    }
    List<JsonNode> sidecars = new Commit(version, actions).all("sidecar");
    for (JsonNode sidecar : sidecars) {
      String path = URI.create(sidecar.path("path").asText()).getPath();
      actions.addAll(read(logFolder.resolve(SIDECARS).resolve(path), parquet));
    }
    return new Commit(version, actions);
  }

  private static List<JsonNode> read(Path file, ParquetFiles parquet) throws IOException {
    List<JsonNode> actions = new ArrayList<>();
    if (file.toString().endsWith(".json")) {
      for (String line : Files.readAllLines(file)) {
        actions.add(JSON.readTree(line));
      }
      return actions;
    }
    for (JsonNode row : parquet.rows(file)) {
      // Of the columns of a row one is an action, the others are null.
      ObjectNode action = JSON.createObjectNode();
      row.fields()
          .forEachRemaining(
              field -> {
                if (!field.getValue().isNull()) {
                  action.set(field.getKey(), field.getValue());
                }
              });
      actions.add(action);
    }
    return actions;
  }
}
