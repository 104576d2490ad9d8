package io.alluvium.models.deploy;

import io.alluvium.models.LakeRows;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads a table again and again, and keeps what it saw. */
final class TableReader implements AutoCloseable {
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Future<Set<Map<String, List<Object>>>> reading;
  private volatile boolean stopped;

  private TableReader(Callable<Map<String, List<Object>>> table) {
    reading =
        thread.submit(
            () -> {
              Set<Map<String, List<Object>>> seen = new LinkedHashSet<>();
              do {
                seen.add(table.call());
              } while (!stopped);
              seen.add(table.call());
              return seen;
            });
  }

  static TableReader start(Path lake, String table) {
    return new TableReader(() -> LakeRows.of(lake, table, 1));
  }

  /** The contents that it saw, in order, each once; the last of them now. */
  Set<Map<String, List<Object>>> seen() throws Exception {
    stopped = true;
    return reading.get();
  }

  @Override
  public void close() {
    stopped = true;
    thread.shutdownNow();
  }
}
