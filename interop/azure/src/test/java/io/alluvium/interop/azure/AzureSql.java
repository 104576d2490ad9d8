package io.alluvium.interop.azure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
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

/** A SQL session whose current catalog is a lake in the store. */
record AzureSql(TableEnvironment tables) {

  static AzureSql batch(AzureStore store) {
    return new AzureSql(
            TableEnvironment.create(
                EnvironmentSettings.newInstance()
                    .inBatchMode()
                    .withConfiguration(configuration(store))
                    .build()))
        .use(store);
  }

  static AzureSql streaming(AzureStore store) {
    StreamExecutionEnvironment environment = environment(store);
    return new AzureSql(StreamTableEnvironment.create(environment)).use(store);
  }

  /** Of jobs that checkpoint into the store. */
  static StreamExecutionEnvironment environment(AzureStore store) {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration(store));
    environment.setParallelism(2);
    environment.enableCheckpointing(500);
    return environment;
  }

  private static Configuration configuration(AzureStore store) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, store.uri("checkpoints"));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
    configuration.setString("table.local-time-zone", "UTC");
    configuration.setString("table.exec.resource.default-parallelism", "2");
    return configuration;
  }

  private AzureSql use(AzureStore store) {
    rowsOf("CREATE CATALOG lake WITH ('type' = 'delta', 'path' = '" + store.uri("lake") + "')");
    tables.useCatalog("lake");
    return this;
  }

  /** Runs a statement to its end. */
  void run(String statement) throws Exception {
    tables.executeSql(statement).await();
  }

  CloseableIterator<Row> stream(String query) {
    return tables.executeSql(query).collect();
  }

  /** What a statement prints, as text, sorted. */
  List<String> rowsOf(String statement) {
    List<String> rows = new ArrayList<>();
    try (CloseableIterator<Row> found = tables.executeSql(statement).collect()) {
      found.forEachRemaining(row -> rows.add(row.toString()));
    } catch (Exception e) {
      throw new IllegalStateException(statement, e);
    }
    rows.sort(null);
    return rows;
  }
}
