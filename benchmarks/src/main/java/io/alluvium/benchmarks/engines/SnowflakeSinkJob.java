package io.alluvium.benchmarks.engines;

import com.sun.management.OperatingSystemMXBean;
import io.alluvium.benchmarks.serving.KpiRows;
import io.alluvium.benchmarks.worker.Engine;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.table.api.TableResult;

/**
 * A job that writes rows of KPIs to Snowflake, a flush for the rows of all keys, on a cluster that
 * stays from run to run. Parameters: {@code url}, {@code key}, {@code table}, {@code rows}, {@code
 * folder} (new, of the run). With {@code idle} in place of rows the job gets none for so many
 * seconds, and what it takes then is a figure: {@link #IDLE}.
 */
public final class SnowflakeSinkJob implements Engine {
  /** CPU seconds that the process takes in a second in which the job has nothing to do. */
  public static final String IDLE = "idle CPU s/s";

  /** What the start has left to do is done behind it. */
  private static final Duration SETTLING = Duration.ofSeconds(5);

  private static final double NANOS_PER_SECOND = 1e9;

  /** Not much longer than the double takes for a flush: a job that waits does so on our account. */
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(450);

  /** For flushes of other numbers of rows, which are small. */
  private static final Duration SHORT_INTERVAL = Duration.ofMillis(100);

  private final Kept<MiniCluster> cluster = new Kept<>();

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    String idleSeconds = parameters.get("idle");
    if (idleSeconds == null) {
      long rows = Long.parseLong(parameters.get("rows"));
      long flush = Long.parseLong(parameters.getOrDefault("flush", Long.toString(KpiRows.KEYS)));
      start(parameters, rows, flush).await();
      return Map.of();
    }
    JobClient job = start(parameters, Long.MAX_VALUE, 0).getJobClient().orElseThrow();
    double cpu = idleCpu(Duration.ofSeconds(Long.parseLong(idleSeconds)));
    FlinkSession.cancel(job);
    return Map.of(IDLE, cpu);
  }

  private static double idleCpu(Duration time) throws InterruptedException {
    OperatingSystemMXBean process =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    Thread.sleep(SETTLING.toMillis());
    long cpu = process.getProcessCpuTime();
    Thread.sleep(time.toMillis());
    return (process.getProcessCpuTime() - cpu) / NANOS_PER_SECOND / time.toSeconds();
  }

  private TableResult start(Map<String, String> parameters, long rows, long rowsPerCheckpoint)
      throws Exception {
    FlinkSession flink =
        FlinkSession.openOn(
            cluster.get(FlinkSession::startCluster),
            Path.of(parameters.get("folder")),
            "hashmap",
            parameters.containsKey("flush") ? SHORT_INTERVAL : CHECKPOINT_INTERVAL);
    flink.streams().setParallelism(1);
    flink
        .tables()
        .executeSql(KpiPeriodsFactory.createTable("rows_of_kpis", rows, rowsPerCheckpoint));
    flink
        .tables()
        .executeSql(
            "CREATE TABLE kpi ("
                + KpiPeriodsFactory.COLUMNS
                + ", PRIMARY KEY (name) NOT ENFORCED) WITH ('connector' = 'snowflake', 'database' ="
                + " 'BENCH', 'schema' = 'GOLD', 'warehouse' = 'BENCH', 'user' = 'BENCH',"
                + " 'version.column' = 'readings', 'schema.changes' = 'create', 'sink.staleness' ="
                + " '1 h', 'sink.max-rows' = '"
                + Math.max(1, rowsPerCheckpoint)
                + "', 'table' = '"
                + parameters.get("table")
                + "', 'private-key.file' = '"
                + parameters.get("key")
                + "', 'url' = '"
                + parameters.get("url")
                + "')");
    return flink.tables().executeSql("INSERT INTO kpi SELECT * FROM rows_of_kpis");
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}
