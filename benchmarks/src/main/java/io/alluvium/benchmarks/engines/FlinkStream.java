package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.events.EventSchema;
import io.alluvium.benchmarks.worker.Engine;
import io.alluvium.benchmarks.worker.StopMark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;

/**
 * Appends events as they come through a socket to a new table, a checkpoint each second, until it
 * is told to stop. Parameters: {@code format}, {@code port}, {@code folder} (new, of the run).
 */
public final class FlinkStream implements Engine {
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

  @Override
  @SuppressWarnings("deprecation") // As the source itself.
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    Path folder = Path.of(parameters.get("folder"));
    FlinkSession flink = FlinkSession.open(folder, "hashmap", CHECKPOINT_INTERVAL);
    flink
        .tables()
        .createTemporaryView(
            "events",
            flink
                .streams()
                .addSource(
                    new EventSocket(Integer.parseInt(parameters.get("port"))),
                    InternalTypeInfo.of(EventSchema.rowType())));
    FlinkAppend.createTable(flink, TableFormat.valueOf(parameters.get("format")), folder);
    JobClient job =
        flink
            .tables()
            .executeSql("INSERT INTO lake.bench.events SELECT * FROM events")
            .getJobClient()
            .orElseThrow();
    StopMark stop = StopMark.in(folder);
    while (!stop.isSet()) {
      JobStatus status = job.getJobStatus().get();
      if (status.isGloballyTerminalState()) {
        throw new IllegalStateException("The job is " + status);
      }
      StopMark.pause();
    }
    FlinkSession.cancel(job);
    return Map.of();
  }
}
