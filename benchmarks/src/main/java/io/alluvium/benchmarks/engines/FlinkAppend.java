package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.events.EventFormat;
import io.alluvium.benchmarks.events.EventSchema;
import io.alluvium.benchmarks.worker.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.table.data.RowData;

/**
 * Appends the first files of events to a new table through Flink's SQL. Parameters: {@code format},
 * {@code events} (folder), {@code files}, {@code folder} (new, of the run).
 */
public final class FlinkAppend implements Engine {
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    Path folder = Path.of(parameters.get("folder"));
    TableFormat format = TableFormat.valueOf(parameters.get("format"));
    FlinkSession flink = FlinkSession.open(folder, "hashmap", CHECKPOINT_INTERVAL);
    FileSource<RowData> source =
        FileSource.forRecordStreamFormat(
                new EventFormat(),
                InputFiles.first(
                    Path.of(parameters.get("events")), Integer.parseInt(parameters.get("files"))))
            .build();
    flink
        .tables()
        .createTemporaryView(
            "events",
            flink.streams().fromSource(source, WatermarkStrategy.noWatermarks(), "events"));
    createTable(flink, format, folder);
    flink.tables().executeSql("INSERT INTO lake.bench.events SELECT * FROM events").await();
    return Map.of();
  }

  /** Makes the table {@code lake.bench.events}. */
  static void createTable(FlinkSession flink, TableFormat format, Path folder) {
    flink
        .tables()
        .executeSql(
            "CREATE CATALOG lake WITH (" + format.catalogOptions(folder.resolve("lake")) + ")");
    flink.tables().executeSql("CREATE DATABASE lake.bench");
    flink
        .tables()
        .executeSql(
            "CREATE TABLE lake.bench.events ("
                + EventSchema.columns("TIMESTAMP_LTZ(6)")
                + ")"
                + options(format.appendOptions()));
  }

  static String options(Map<String, String> options) {
    return options.isEmpty()
        ? ""
        : options.entrySet().stream()
            .map(option -> "'" + option.getKey() + "' = '" + option.getValue() + "'")
            .collect(Collectors.joining(", ", " WITH (", ")"));
  }
}
