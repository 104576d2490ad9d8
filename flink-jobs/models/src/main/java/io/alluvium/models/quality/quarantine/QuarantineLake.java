package io.alluvium.models.quality.quarantine;

import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.models.jinja.Relation;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.types.logical.RowType;

/** A lake's tables, each at one version, as the batch jobs of a replay read them. */
final class QuarantineLake {
  private final String path;
  private final StreamExecutionEnvironment env;
  private final StreamTableEnvironment tables;

  /**
   * @param path the lake's folder, as a Flink path
   */
  QuarantineLake(String path, Configuration flink) {
    this.path = path.endsWith("/") ? path : path + "/";
    this.env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
    env.setRuntimeMode(RuntimeExecutionMode.BATCH);
    this.tables =
        StreamTableEnvironment.create(
            env, EnvironmentSettings.newInstance().inBatchMode().withConfiguration(flink).build());
    tables.getConfig().set("table.local-time-zone", "UTC");
  }

  StreamExecutionEnvironment env() {
    return env;
  }

  StreamTableEnvironment tables() {
    return tables;
  }

  DeltaTable table(String schema, String name) {
    return DeltaTable.at(path(schema, name));
  }

  String path(String schema, String name) {
    return path + schema + "/" + name;
  }

  /**
   * A table at the version of a snapshot, under a name. It has no key and all may be null there, as
   * the planner believes what is declared.
   */
  void read(String name, String schema, String table, DeltaSnapshot snapshot) {
    String columns =
        snapshot.rowType().getFields().stream()
            .map(QuarantineLake::column)
            .collect(Collectors.joining(", "));
    tables.executeSql("DROP TEMPORARY TABLE IF EXISTS " + Relation.quoted(name));
    tables.executeSql(
        "CREATE TEMPORARY TABLE "
            + Relation.quoted(name)
            + " ("
            + columns
            + ") WITH ("
            + Map.of(
                    "connector", "delta",
                    "path", path(schema, table),
                    "scan.version", Long.toString(snapshot.version()))
                .entrySet()
                .stream()
                .map(
                    option ->
                        "'"
                            + option.getKey()
                            + "' = '"
                            + option.getValue().replace("'", "''")
                            + "'")
                .collect(Collectors.joining(", "))
            + ")");
  }

  private static String column(RowType.RowField field) {
    return Relation.quoted(field.getName()) + " " + field.getType().copy(true).asSummaryString();
  }

  void view(String name, String query) {
    tables.executeSql("DROP TEMPORARY VIEW IF EXISTS " + Relation.quoted(name));
    tables.executeSql("CREATE TEMPORARY VIEW " + Relation.quoted(name) + " AS " + query);
  }
}
