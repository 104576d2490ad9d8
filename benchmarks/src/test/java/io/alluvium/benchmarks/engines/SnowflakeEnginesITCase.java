package io.alluvium.benchmarks.engines;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.benchmarks.serving.KpiRows;
import io.alluvium.benchmarks.serving.SnowflakeStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each engine that writes for Snowflake does the work that is measured. */
@Timeout(300)
class SnowflakeEnginesITCase {
  private static final long FEW_ROWS = 1_234;

  @TempDir Path folder;

  @Test
  void everyKeyHasItsLastRow() throws Exception {
    try (SnowflakeStore store = new SnowflakeStore(folder.resolve("store"));
        SnowflakeSinkJob sink = new SnowflakeSinkJob()) {
      long rows = KpiRows.KEYS;
      String table = store.newTable();
      sink.run(parameters(store, table, rows));
      store.requireLast("sink", table, rows);
      assertThat(store.statements()).isEqualTo(3);

      String merged = store.newTable();
      new JdbcMerge().run(parameters(store, merged, FEW_ROWS));
      store.requireLast("JDBC", merged, FEW_ROWS);

      Path files = Files.createDirectories(folder.resolve("files"));
      new StagedFiles().run(Map.of("rows", Long.toString(rows), "folder", files.toString()));
      try (Stream<Path> written = Files.list(files)) {
        assertThat(written).hasSize(1);
      }
    }
  }

  @Test
  void aJobWithoutRowsSaysWhatItTakesAndEnds() throws Exception {
    try (SnowflakeStore store = new SnowflakeStore(folder.resolve("store"));
        SnowflakeSinkJob sink = new SnowflakeSinkJob()) {
      Map<String, String> parameters =
          new HashMap<>(parameters(store, store.newTable(), KpiRows.KEYS));
      parameters.remove("rows");
      parameters.put("idle", "1");

      assertThat(sink.run(parameters).get(SnowflakeSinkJob.IDLE)).isPositive();

      assertThat(store.statements()).isZero();
    }
  }

  private Map<String, String> parameters(SnowflakeStore store, String table, long rows) {
    return Map.of(
        "url", store.url(),
        "key", store.keyFile().toString(),
        "table", table,
        "rows", Long.toString(rows),
        "folder", folder.toString());
  }
}
