package io.alluvium.models.run;

import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.TableEnvironment;

/** How long rows wait for others between tasks: a setting of the session that is the job's. */
public final class BufferTimeout {
  private BufferTimeout() {}

  /** Gives a job the least of what its sessions say. */
  public static void apply(StreamExecutionEnvironment job, TableEnvironment session) {
    long asked = session.getConfig().get(ExecutionOptions.BUFFER_TIMEOUT).toMillis();
    if (asked < job.getBufferTimeout()) {
      job.setBufferTimeout(asked);
    }
  }
}
