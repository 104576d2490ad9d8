package io.alluvium.benchmarks.legs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.benchmarks.worker.Side;
import io.alluvium.benchmarks.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
      pad(table, pattern, 1, versions);
      worker.run(once);
    }
  }

  /**
   * Writes versions that each add files which do not exist.
   *
   * @param pattern the lines of a commit that adds a file
   * @param end the version after the last
   */
  static void pad(Path table, List<String> pattern, int first, int end) throws IOException {
    for (int version = first; version < end; version++) {
      Files.write(file(table, version, "json"), commit(pattern, version));
    }
  }

  /** The lines of a commit, made that many milliseconds later. */
  static List<String> later(List<String> commit, long millis) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : commit) {
      ObjectNode action = (ObjectNode) JSON.readTree(line);
      if (action.has("commitInfo")) {
        putLater((ObjectNode) action.get("commitInfo"), millis);
      }
      lines.add(action.toString());
    }
    return lines;
  }

  private static void putLater(ObjectNode info, long millis) {
    info.put("inCommitTimestamp", info.path("inCommitTimestamp").asLong() + millis);
  }

  private static List<String> commit(List<String> pattern, int version) throws IOException {
    List<String> lines = new ArrayList<>();
    int files = 0;
    for (String line : pattern) {
      ObjectNode action = (ObjectNode) JSON.readTree(line);
      if (action.has("commitInfo")) {
        putLater((ObjectNode) action.get("commitInfo"), version);
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

  static Path file(Path table, long version, String extension) {
    return table.resolve(LOG).resolve(String.format("%020d.%s", version, extension));
  }
}
