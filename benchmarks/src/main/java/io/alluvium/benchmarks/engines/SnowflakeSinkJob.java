package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.serving.KpiRows;
import io.alluvium.benchmarks.worker.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;

/**
 * A job that writes rows of KPIs to Snowflake, a flush for the rows of all keys. Parameters: {@code
 * url}, {@code key}, {@code table}, {@code rows}, {@code folder} (new, of the run).
 */
public final class SnowflakeSinkJob implements Engine {
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);
  private static final RowType ROW_TYPE =
      (RowType)
          DataTypes.ROW(
                  DataTypes.FIELD(KpiRows.NAME, DataTypes.STRING().notNull()),
                  DataTypes.FIELD(KpiRows.READINGS, DataTypes.BIGINT()),
                  DataTypes.FIELD(KpiRows.STATE, DataTypes.STRING()),
                  DataTypes.FIELD(KpiRows.MEAN, DataTypes.DOUBLE()))
              .getLogicalType()
              .copy(false);

  @Override
  @SuppressWarnings("deprecation") // As the source itself.
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    FlinkSession flink =
        FlinkSession.open(Path.of(parameters.get("folder")), "hashmap", CHECKPOINT_INTERVAL);
    flink.streams().setParallelism(1);
    flink
        .tables()
        .createTemporaryView(
            "rows_of_kpis",
            flink
                .streams()
                .addSource(
                    new KpiPeriods(Long.parseLong(parameters.get("rows"))),
                    InternalTypeInfo.of(ROW_TYPE)));
    flink
        .tables()
        .executeSql(
            "CREATE TABLE kpi (name STRING, readings BIGINT, `state` STRING, mean DOUBLE, PRIMARY"
                + " KEY (name) NOT ENFORCED) WITH ('connector' = 'snowflake', 'database' = 'BENCH',"
                + " 'schema' = 'GOLD', 'warehouse' = 'BENCH', 'user' = 'BENCH', 'version.column' ="
                + " 'readings', 'schema.changes' = 'create', 'sink.staleness' = '1 h',"
                + " 'sink.max-rows' = '"
                + KpiRows.KEYS
                + "', 'table' = '"
                + parameters.get("table")
                + "', 'private-key.file' = '"
                + parameters.get("key")
                + "', 'url' = '"
                + parameters.get("url")
                + "')");
    flink.tables().executeSql("INSERT INTO kpi SELECT * FROM rows_of_kpis").await();
    return Map.of();
  }
}
