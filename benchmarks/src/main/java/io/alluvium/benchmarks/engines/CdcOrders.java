package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.worker.Engine;
import io.alluvium.benchmarks.worker.StopMark;
import io.alluvium.cdc.CdcJob;
import io.alluvium.cdc.pipeline.CdcPipeline;
import io.alluvium.cdc.pipeline.PipelineFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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
  private static final String YAML =
      """
      source:
        type: postgres
        hostname: ${host}
        port: ${port}
        database: ${database}
        username: ${user}
        password: "${password}"
        tables: public.orders
        slot.name: ${slot}
        publication.name: ${publication}
      sink:
        path: ${lake}
      """;

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    Path folder = Path.of(parameters.get("folder"));
    FlinkSession flink =
        FlinkSession.open(
            folder,
            "hashmap",
            Duration.ofMillis(Long.parseLong(parameters.get("checkpointMillis"))),
            parameters.get("savepoint"));
    CdcJob.define(flink.streams(), pipeline(parameters));
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

  private static CdcPipeline pipeline(Map<String, String> parameters) {
    return PipelineFile.parse("bench.yaml", YAML, parameters);
  }
}
