package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.events.ChangeWorkload;
import io.alluvium.benchmarks.measure.ProcessTree;
import io.alluvium.benchmarks.worker.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/**
 * Loads a table with a primary key and then upserts batches of random keys, each a commit. Figures:
 * {@code cpuSeconds} of the batches alone, and {@code rows} and {@code sum} of the table, read
 * back. Parameters: {@code format}, {@code keys}, {@code batches}, {@code batchSize}, {@code
 * folder} (new, of the run), and any {@code option.…} of the table.
 */
public final class FlinkUpsert implements Engine {
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(200);
  private static final String OPTION = "option.";
  private static final String COLUMNS =
      "id BIGINT, site INT, metric STRING, reading DOUBLE, quality INT, seq BIGINT,"
          + " event_time TIMESTAMP_LTZ(6), unit STRING, PRIMARY KEY (id) NOT ENFORCED";

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    Path folder = Path.of(parameters.get("folder"));
    TableFormat format = TableFormat.valueOf(parameters.get("format"));
    ChangeWorkload workload =
        new ChangeWorkload(
            Integer.parseInt(parameters.get("keys")),
            Integer.parseInt(parameters.get("batches")),
            Integer.parseInt(parameters.get("batchSize")));
    String catalog =
        "CREATE CATALOG lake WITH (" + format.catalogOptions(folder.resolve("lake")) + ")";
    write(folder, catalog, options(format, parameters), workload);
    double cpu =
        new ProcessTree(ProcessHandle.current().pid()).cpuSeconds()
            - ChangeBatches.cpuSecondsAfterLoad();
    Map<String, Double> figures = new TreeMap<>(readBack(catalog));
    figures.put("cpuSeconds", cpu);
    return figures;
  }

  private static Map<String, String> options(TableFormat format, Map<String, String> parameters) {
    Map<String, String> options = new TreeMap<>(format.upsertOptions());
    parameters.forEach(
        (key, value) -> {
          if (key.startsWith(OPTION)) {
            options.put(key.substring(OPTION.length()), value);
          }
        });
    return options;
  }

  private static void write(
      Path folder, String catalog, Map<String, String> options, ChangeWorkload workload)
      throws Exception {
    FlinkSession flink = FlinkSession.open(folder, "rocksdb", CHECKPOINT_INTERVAL);
    // Changes come in the order of their source: the planner need not sort them again.
    flink.tables().getConfig().set("table.exec.sink.upsert-materialize", "NONE");
    flink
        .tables()
        .executeSql(
            "CREATE TEMPORARY TABLE changes ("
                + COLUMNS
                + String.format(
                    ") WITH ('connector' = '%s', 'keys' = '%d', 'batches' = '%d',"
                        + " 'batch-size' = '%d')",
                    ChangeBatchesFactory.IDENTIFIER,
                    workload.keys(),
                    workload.batches(),
                    workload.batchSize()));
    flink.tables().executeSql(catalog);
    flink.tables().executeSql("CREATE DATABASE lake.bench");
    flink
        .tables()
        .executeSql(
            "CREATE TABLE lake.bench.state (" + COLUMNS + ")" + FlinkAppend.options(options));
    flink.tables().executeSql("INSERT INTO lake.bench.state SELECT * FROM changes").await();
  }

  private static Map<String, Double> readBack(String catalog) throws Exception {
    TableEnvironment batch = FlinkSession.batch();
    batch.executeSql(catalog);
    try (CloseableIterator<Row> rows =
        batch.executeSql("SELECT COUNT(*), SUM(seq) FROM lake.bench.state").collect()) {
      Row row = rows.next();
      return Map.of(
          "rows", ((Long) row.getField(0)).doubleValue(),
          "sum", ((Long) row.getField(1)).doubleValue());
    }
  }
}
