package io.alluvium.benchmarks.spark;

import io.alluvium.benchmarks.worker.Engine;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Takes a topic, as far as it is filled, into a new Delta table through Structured Streaming.
 * Parameters: {@code servers}, {@code topic}, {@code rowsPerBatch}, {@code folder} (new, of the
 * run).
 */
public final class SparkKafka implements Engine {
  private final SparkSession spark = Session.open();

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    Path folder = Path.of(parameters.get("folder"));
    Dataset<Row> events =
        spark
            .readStream()
            .format("kafka")
            .option("kafka.bootstrap.servers", parameters.get("servers"))
            .option("kafka.fetch.min.bytes", Integer.toString(1 << 20))
            .option("kafka.max.partition.fetch.bytes", Integer.toString(4 << 20))
            .option("kafka.max.poll.records", "5000")
            .option("subscribe", parameters.get("topic"))
            .option("startingOffsets", "earliest")
            .option("maxOffsetsPerTrigger", parameters.get("rowsPerBatch"))
            .load()
            .selectExpr("from_json(CAST(value AS STRING), '" + Events.SCHEMA + "') AS event")
            .selectExpr("event.*")
            .selectExpr(Events.columns());
    StreamingQuery query =
        events
            .writeStream()
            .format("delta")
            .option("checkpointLocation", folder.resolve("checkpoints").toString())
            .trigger(Trigger.AvailableNow())
            .start(folder.resolve("lake/events").toString());
    query.awaitTermination();
    return Map.of();
  }
}
