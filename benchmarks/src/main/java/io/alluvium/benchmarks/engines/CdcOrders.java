package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.worker.Engine;
import io.alluvium.benchmarks.worker.StopMark;
import io.alluvium.cdc.CdcJob;
import io.alluvium.cdc.CdcOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;

/**
 * Captures the table of orders with our own job until it is told to stop, and stops with a
 * savepoint. Parameters: {@code host}, {@code port}, {@code database}, {@code user}, {@code
 * password}, {@code slot}, {@code publication}, {@code folder} (new, of the run), {@code lake}
 * (folder), {@code checkpointMillis}, {@code savepoints} (folder), {@code savepoint} (to go on
 * from, optional).
 */
public final class CdcOrders implements Engine {

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    Path folder = Path.of(parameters.get("folder"));
    FlinkSession flink =
        FlinkSession.open(
            folder,
            "hashmap",
            Duration.ofMillis(Long.parseLong(parameters.get("checkpointMillis"))),
            parameters.get("savepoint"));
    CdcJob.define(flink.streams(), options(parameters));
    JobClient job = flink.streams().executeAsync("cdc");
    StopMark stop = StopMark.in(folder);
    while (!stop.isSet()) {
      if (job.getJobStatus().get().isGloballyTerminalState()) {
        throw new IllegalStateException("The job is " + job.getJobStatus().get());
      }
      StopMark.pause();
    }
    job.stopWithSavepoint(false, parameters.get("savepoints"), SavepointFormatType.CANONICAL).get();
    job.getJobExecutionResult().get();
    return Map.of();
  }

  private static Configuration options(Map<String, String> parameters) {
    Configuration options = new Configuration();
    options.set(CdcOptions.LAKE_PATH, Path.of(parameters.get("lake")).toUri().toString());
    options.set(CdcOptions.HOSTNAME, parameters.get("host"));
    options.set(CdcOptions.PORT, Integer.parseInt(parameters.get("port")));
    options.set(CdcOptions.DATABASE_NAME, parameters.get("database"));
    options.set(CdcOptions.USERNAME, parameters.get("user"));
    options.set(CdcOptions.PASSWORD, parameters.get("password"));
    options.set(CdcOptions.SLOT_NAME, parameters.get("slot"));
    options.set(CdcOptions.PUBLICATION_NAME, parameters.get("publication"));
    options.set(CdcOptions.TABLE_NAMES, List.of("public.orders"));
    return options;
  }
}
