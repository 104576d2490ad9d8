package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.worker.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A job that writes rows of KPIs to Redis, one task of each operator, a checkpoint each 10 s.
 * Parameters: {@code port}, {@code rows}, {@code guard}, {@code folder} (new, of the run).
 */
public final class RedisSinkJob implements Engine {
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    long rows = Long.parseLong(parameters.get("rows"));
    FlinkSession flink =
        FlinkSession.open(Path.of(parameters.get("folder")), "hashmap", CHECKPOINT_INTERVAL);
    flink.streams().setParallelism(1);
    flink.tables().executeSql(KpiPeriodsFactory.createTable("rows_of_kpis", rows, rows));
    flink
        .tables()
        .executeSql(
            "CREATE TABLE kpi ("
                + KpiPeriodsFactory.COLUMNS
                + ", PRIMARY KEY (name) NOT ENFORCED) WITH ('connector' = 'redis', 'key.prefix' = 'kpi',"
                + " 'freshness.key' = 'freshness', 'version.column' = 'readings', 'write.guard' = '"
                + parameters.get("guard")
                + "', 'uri' = 'redis://127.0.0.1:"
                + parameters.get("port")
                + "')");
    flink.tables().executeSql("INSERT INTO kpi SELECT * FROM rows_of_kpis").await();
    return Map.of();
  }
}
