package io.alluvium.benchmarks.spark;

import io.alluvium.benchmarks.worker.Engine;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads a Delta table that another engine wrote. Figures: {@code rows}, and {@code sum} of its
 * column {@code seq}. Parameter: {@code table} (folder).
 */
public final class SparkSums implements Engine {
  private final SparkSession spark = Session.open();

  @Override
  public Map<String, Double> run(Map<String, String> parameters) {
    Row sums =
        spark.sql("SELECT count(*), sum(seq) FROM delta.`" + parameters.get("table") + "`").head();
    return Map.of("rows", (double) sums.getLong(0), "sum", (double) sums.getLong(1));
  }
}
