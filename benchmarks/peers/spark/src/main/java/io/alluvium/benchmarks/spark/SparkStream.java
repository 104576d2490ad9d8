package io.alluvium.benchmarks.spark;

import io.alluvium.benchmarks.worker.Engine;
import io.alluvium.benchmarks.worker.StopMark;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * Appends events as they come through a socket to a new Delta table, batch after batch without a
 * pause, until it is told to stop. Parameters: {@code port}, {@code folder} (new, of the run).
 */
public final class SparkStream implements Engine {
  private final SparkSession spark = Session.open();

  public SparkStream() {
    // As our tables have it; Spark writes checkpoints while the next batch waits.
    spark.conf().set("spark.databricks.delta.properties.defaults.checkpointInterval", "100");
  }

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    Path folder = Path.of(parameters.get("folder"));
    try (SocketLines events = new SocketLines(spark, Integer.parseInt(parameters.get("port")))) {
      StreamingQuery query =
          events
              .lines()
              .selectExpr("from_json(value, '" + Events.SCHEMA + "') AS event")
              .select("event.*")
              .selectExpr(Events.columns())
              .writeStream()
              .format("delta")
              .option("checkpointLocation", folder.resolve("checkpoints").toString())
              .start(folder.resolve("lake/bench/events").toString());
      StopMark stop = StopMark.in(folder);
      while (!stop.isSet()) {
        if (!query.isActive()) {
          query.awaitTermination();
          throw new IllegalStateException("The query ended by itself");
        }
        StopMark.pause();
      }
      query.stop();
    }
    return Map.of();
  }
}
