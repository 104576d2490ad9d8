package io.alluvium.benchmarks.legs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.benchmarks.worker.Side;
import io.alluvium.benchmarks.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes logs of many versions without committing each. */
final class LongLog {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FILES_PER_VERSION = 2;
  private static final String LOG = "_delta_log";

  private LongLog() {}

  /**
   * Creates a table and lets a real commit serve as the pattern of the others; the last is real
   * again, and writes what goes with it.
   */
  static void write(Path table, int versions, Side own, Path logs) throws IOException {
    try (WorkerProcess worker = WorkerProcess.start(own, logs)) {
      Map<String, String> once = Map.of("table", table.toString(), "commits", "1");
      worker.run(once);
      List<String> pattern = Files.readAllLines(file(table, 1, "json"));
      Files.deleteIfExists(file(table, 1, "crc"));
      for (int version = 1; version < versions; version++) {
        Files.write(file(table, version, "json"), commit(pattern, version));
      }
      worker.run(once);
    }
  }

  private static List<String> commit(List<String> pattern, int version) throws IOException {
    List<String> lines = new java.util.ArrayList<>();
    int files = 0;
    for (String line : pattern) {
      ObjectNode action = (ObjectNode) JSON.readTree(line);
      if (action.has("commitInfo")) {
        ObjectNode info = (ObjectNode) action.get("commitInfo");
        info.put("inCommitTimestamp", info.path("inCommitTimestamp").asLong() + version);
      } else if (action.has("txn")) {
        ((ObjectNode) action.get("txn")).put("version", version);
      } else if (action.has("add")) {
        if (files++ == FILES_PER_VERSION) {
          break;
        }
        ((ObjectNode) action.get("add")).put("path", "old-" + version + "-" + files + ".parquet");
      }
      lines.add(action.toString());
    }
    return lines;
  }

  private static Path file(Path table, long version, String extension) {
    return table.resolve(LOG).resolve(String.format("%020d.%s", version, extension));
  }
}
