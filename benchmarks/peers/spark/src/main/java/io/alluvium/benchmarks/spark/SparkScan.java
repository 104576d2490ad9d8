package io.alluvium.benchmarks.spark;

import io.alluvium.benchmarks.events.ScanQuery;
import io.alluvium.benchmarks.worker.Engine;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Groups all rows of a Delta table of upserts, several times. Figures: {@code rows} and {@code sum}
 * of the last time. Parameters: {@code lake} (folder), {@code times}.
 */
public final class SparkScan implements Engine {
  private final SparkSession spark = Session.open();

  @Override
  public Map<String, Double> run(Map<String, String> parameters) {
    String table = "delta.`" + Path.of(parameters.get("lake"), "bench", "state") + "`";
    Map<String, Double> figures = Map.of();
    for (int time = 0; time < Integer.parseInt(parameters.get("times")); time++) {
      figures = scan(table);
    }
    return figures;
  }

  private Map<String, Double> scan(String table) {
    long rows = 0;
    long sum = 0;
    for (Row group : spark.sql(ScanQuery.of(table)).collectAsList()) {
      rows += group.getLong(ScanQuery.ROWS);
      sum += group.getLong(ScanQuery.SUM);
    }
    return Map.of("rows", (double) rows, "sum", (double) sum);
  }
}
