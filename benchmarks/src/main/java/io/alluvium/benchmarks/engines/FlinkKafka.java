package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.events.EventSchema;
import io.alluvium.benchmarks.worker.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Takes a topic, as far as it is filled, into a new table with Flink's own means: the Kafka
 * connector, the format {@code json}, SQL. Parameters: {@code format}, {@code servers}, {@code
 * topic}, {@code folder} (new, of the run).
 */
public final class FlinkKafka implements Engine {
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    Path folder = Path.of(parameters.get("folder"));
    FlinkSession flink = FlinkSession.open(folder, "hashmap", CHECKPOINT_INTERVAL);
    flink
        .tables()
        .executeSql(
            "CREATE TEMPORARY TABLE messages ("
                + EventSchema.columns("BIGINT")
                + ") WITH ('connector' = 'kafka', 'format' = 'json', 'topic' = '"
                + parameters.get("topic")
                + "', 'properties.bootstrap.servers' = '"
                + parameters.get("servers")
                + "', 'properties.fetch.min.bytes' = '1048576'"
                + ", 'properties.max.partition.fetch.bytes' = '4194304'"
                + ", 'properties.max.poll.records' = '5000'"
                + ", 'scan.startup.mode' = 'earliest-offset'"
                + ", 'scan.bounded.mode' = 'latest-offset')");
    FlinkAppend.createTable(flink, TableFormat.valueOf(parameters.get("format")), folder);
    flink
        .tables()
        .executeSql(
            "INSERT INTO lake.bench.events SELECT device, site, metric, reading, quality, seq,"
                + " TO_TIMESTAMP_LTZ(event_time, 3), latitude, unit, firmware FROM messages")
        .await();
    return Map.of();
  }
}
