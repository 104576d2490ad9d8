package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.worker.Engine;
import io.alluvium.ingest.streams.StreamDefinitions;
import io.alluvium.ingest.streams.StreamJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Takes a topic, as far as it is filled, into bronze with the job that users run. Parameters:
 * {@code servers}, {@code topic}, {@code folder} (new, of the run).
 */
public final class StreamIngest implements Engine {
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);
  private static final String DEFINITION =
      """
      name: readings
      source:
        kafka:
          bootstrap-servers: ${SERVERS}
          topics: ["${TOPIC}"]
          stop: latest
      format: {type: json}
      columns:
        - {name: device, type: STRING}
        - {name: site, type: INT}
        - {name: metric, type: STRING}
        - {name: reading, type: DOUBLE}
        - {name: quality, type: INT}
        - {name: seq, type: BIGINT}
        - {name: event_time, type: TIMESTAMP_LTZ(6), epoch: milliseconds}
        - {name: latitude, type: DOUBLE}
        - {name: unit, type: STRING}
        - {name: firmware, type: STRING}
      table: bronze.reading
      """;

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    Path folder = Path.of(parameters.get("folder"));
    FlinkSession flink = FlinkSession.open(folder, "hashmap", CHECKPOINT_INTERVAL);
    new StreamJob(
            StreamDefinitions.parse(
                "readings.yaml",
                DEFINITION,
                Map.of("SERVERS", parameters.get("servers"), "TOPIC", parameters.get("topic"))),
            folder.resolve("lake").toUri().toString())
        .define(flink.streams());
    flink.streams().execute("readings");
    return Map.of();
  }
}
