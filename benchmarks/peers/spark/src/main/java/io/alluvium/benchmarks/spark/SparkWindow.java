package io.alluvium.benchmarks.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.window;

import io.alluvium.benchmarks.worker.Engine;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Windows of a minute of event time, by site and metric, from one Delta table into a new one.
 * Parameters: {@code table} (folder), {@code filesPerBatch}, {@code output} (folder), {@code folder}
 * (new, of the run).
 */
public final class SparkWindow implements Engine {
  private final SparkSession spark = Session.open();

  public SparkWindow() {
    spark
        .conf()
        .set(
            "spark.sql.streaming.stateStore.providerClass",
            "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider");
    spark
        .conf()
        .set("spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled", "true");
  }

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    StreamingQuery query =
        spark
            .readStream()
            .format("delta")
            .option("maxFilesPerTrigger", parameters.get("filesPerBatch"))
            .load(parameters.get("table"))
            .withWatermark("event_time", "10 seconds")
            .groupBy(window(col("event_time"), "1 minute"), col("site"), col("metric"))
            .agg(
                count(lit(1)).as("readings"),
                sum("reading").as("total"),
                min("reading").as("least"),
                max("reading").as("greatest"))
            .selectExpr(
                "window.start AS window_start",
                "site",
                "metric",
                "readings",
                "total",
                "least",
                "greatest")
            .writeStream()
            .format("delta")
            .outputMode("append")
            .option(
                "checkpointLocation",
                Path.of(parameters.get("folder"), "checkpoints").toString())
            .trigger(Trigger.AvailableNow())
            .start(parameters.get("output"));
    query.awaitTermination();
    return Map.of();
  }
}
