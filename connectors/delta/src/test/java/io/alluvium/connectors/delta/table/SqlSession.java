package io.alluvium.connectors.delta.table;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** A SQL session on the test's cluster that has a lake's catalog as its current one. */
public record SqlSession(TableEnvironment tables) {

  public static SqlSession batch(Path lake) {
    return new SqlSession(TableEnvironment.create(settings(EnvironmentSettings.inBatchMode())))
        .use(lake);
  }

  public static SqlSession streaming(Path lake) {
    Configuration configuration = configuration();
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.enableCheckpointing(100);
    return new SqlSession(
            StreamTableEnvironment.create(
                environment, settings(EnvironmentSettings.inStreamingMode())))
        .use(lake);
  }

  private static EnvironmentSettings settings(EnvironmentSettings mode) {
    EnvironmentSettings.Builder builder = EnvironmentSettings.newInstance();
    builder = mode.isStreamingMode() ? builder.inStreamingMode() : builder.inBatchMode();
    return builder.withConfiguration(configuration()).build();
  }

  private static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(20));
    configuration.setString("table.local-time-zone", "UTC");
    configuration.setString("table.exec.resource.default-parallelism", "2");
    return configuration;
  }

  private SqlSession use(Path lake) {
    execute("CREATE CATALOG lake WITH ('type' = 'delta', 'path' = '%s')", lake.toUri());
    tables.useCatalog("lake");
    return this;
  }

  public void execute(String sql, Object... arguments) {
    tables.executeSql(String.format(sql, arguments));
  }

  /** Runs an INSERT to its end. */
  public void insert(String sql, Object... arguments) throws Exception {
    tables.executeSql(String.format(sql, arguments)).await();
  }

  /** All rows of a query that ends, as {@code +I[…]}, sorted. */
  public List<String> query(String sql, Object... arguments) throws Exception {
    List<String> rows = new ArrayList<>();
    try (CloseableIterator<Row> results = stream(sql, arguments)) {
      results.forEachRemaining(row -> rows.add(row.toString()));
    }
    rows.sort(null);
    return rows;
  }

  /** The first rows of a query, in their order; the query is then cancelled. */
  public List<String> first(int count, String sql, Object... arguments) throws Exception {
    try (CloseableIterator<Row> results = stream(sql, arguments)) {
      return take(count, results);
    }
  }

  public CloseableIterator<Row> stream(String sql, Object... arguments) {
    return tables.executeSql(String.format(sql, arguments)).collect();
  }

  static List<String> take(int count, CloseableIterator<Row> results) {
    List<String> rows = new ArrayList<>();
    while (rows.size() < count && results.hasNext()) {
      rows.add(results.next().toString());
    }
    return rows;
  }
}
