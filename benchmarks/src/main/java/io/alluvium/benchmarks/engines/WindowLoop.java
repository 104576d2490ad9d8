package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.tables.PlainParquet;
import io.alluvium.benchmarks.worker.Engine;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;
import org.apache.parquet.hadoop.ParquetWriter;

/**
 * The limit: one thread that reads the columns that are needed, keeps a hash table of what a site
 * measured in each minute, and writes it, with nothing around it. Parameters: {@code table}
 * (folder), {@code folder} (new, of the run).
 */
public final class WindowLoop implements Engine {
  private static final long WINDOW_MILLIS = 60_000;
  private static final RowType READ =
      (RowType)
          DataTypes.ROW(
                  DataTypes.FIELD("site", DataTypes.INT()),
                  DataTypes.FIELD("metric", DataTypes.STRING()),
                  DataTypes.FIELD("reading", DataTypes.DOUBLE()),
                  DataTypes.FIELD("event_time", DataTypes.TIMESTAMP_LTZ(6)))
              .getLogicalType();
  private static final RowType WRITTEN =
      (RowType)
          DataTypes.ROW(
                  DataTypes.FIELD("window_start", DataTypes.TIMESTAMP_LTZ(6)),
                  DataTypes.FIELD("site", DataTypes.INT()),
                  DataTypes.FIELD("metric", DataTypes.STRING()),
                  DataTypes.FIELD("readings", DataTypes.BIGINT()),
                  DataTypes.FIELD("total", DataTypes.DOUBLE()),
                  DataTypes.FIELD("least", DataTypes.DOUBLE()),
                  DataTypes.FIELD("greatest", DataTypes.DOUBLE()))
              .getLogicalType();

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    String table = parameters.get("table");
    Map<Key, Sums> windows = new HashMap<>();
    DataFileReader reader = new DataFileReader(table, READ);
    for (DataFile file : DeltaTable.at(table).snapshot().files()) {
      try (CloseableIterator<RowData> rows = reader.read(file)) {
        while (rows.hasNext()) {
          add(windows, rows.next());
        }
      }
    }
    Path output = Files.createDirectories(Path.of(parameters.get("output")));
    try (ParquetWriter<RowData> writer =
        PlainParquet.writer(output.resolve("windows.parquet"), WRITTEN)) {
      for (Map.Entry<Key, Sums> window : windows.entrySet()) {
        writer.write(row(window.getKey(), window.getValue()));
      }
    }
    return Map.of();
  }

  private static void add(Map<Key, Sums> windows, RowData row) {
    long millis = row.getTimestamp(3, 6).getMillisecond();
    Key key =
        new Key(Math.floorDiv(millis, WINDOW_MILLIS), row.getInt(0), row.getString(1).toString());
    windows.computeIfAbsent(key, absent -> new Sums()).add(row.getDouble(2));
  }

  private static RowData row(Key key, Sums sums) {
    return GenericRowData.of(
        TimestampData.fromEpochMillis(key.window * WINDOW_MILLIS),
        key.site,
        StringData.fromString(key.metric),
        sums.count,
        sums.total,
        sums.least,
        sums.greatest);
  }

  private record Key(long window, int site, String metric) {}

  private static final class Sums {
    private long count;
    private double total;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;

    void add(double reading) {
      count++;
      total += reading;
      least = Math.min(least, reading);
      greatest = Math.max(greatest, reading);
    }
  }
}
