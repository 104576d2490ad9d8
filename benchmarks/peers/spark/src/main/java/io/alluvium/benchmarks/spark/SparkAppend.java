package io.alluvium.benchmarks.spark;

import io.alluvium.benchmarks.worker.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Appends the first files of events to a new Delta table through Structured Streaming. Parameters:
 * {@code events} (folder), {@code files}, {@code filesPerBatch}, {@code outputFiles} (of a batch,
 * optional), {@code folder} (new, of the run).
 */
public final class SparkAppend implements Engine {
  private final SparkSession spark = Session.open();

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    Path folder = Path.of(parameters.get("folder"));
    Path input = folder.resolve("input");
    link(Path.of(parameters.get("events")), Integer.parseInt(parameters.get("files")), input);
    Dataset<Row> events =
        spark
            .readStream()
            .schema(Events.SCHEMA)
            .option("maxFilesPerTrigger", parameters.get("filesPerBatch"))
            .json(input.toString())
            .selectExpr(Events.columns());
    if (parameters.containsKey("outputFiles")) {
      events = events.repartition(Integer.parseInt(parameters.get("outputFiles")));
    }
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

  /** The source takes a whole folder. */
  private static void link(Path events, int count, Path input) throws Exception {
    Files.createDirectories(input);
    List<Path> files;
    try (Stream<Path> found = Files.list(events)) {
      files = found.sorted().limit(count).toList();
    }
    for (Path file : files) {
      Files.createLink(input.resolve(file.getFileName()), file);
    }
  }
}
