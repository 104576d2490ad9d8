package io.alluvium.models.unittest;

import io.alluvium.models.ModelException;
import io.alluvium.models.compile.CommitVersion;
import io.alluvium.models.compile.JobScript.Statement;
import io.alluvium.models.compile.SqlRun;
import io.alluvium.models.compile.TableColumn;
import io.alluvium.models.jinja.Relation;
import io.alluvium.models.unittest.rows.UnitTestTables;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.TableDescriptor;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.utils.TypeConversions;

/** Where a query is planned: the settings of the project's jobs, and tables of given rows. */
final class TestSession {
  private static final Relation RESULT = new Relation("lake", "__unit_test", "result");

  private final StreamExecutionEnvironment environment;
  private final StreamTableEnvironment tables;

  private TestSession(StreamExecutionEnvironment environment, StreamTableEnvironment tables) {
    this.environment = environment;
    this.tables = tables;
  }

  /**
   * @param statements that every job of the project runs first
   */
  static TestSession of(List<Statement> statements) {
    Configuration settings = new Configuration();
    settings.setString("pipeline.generic-types", "false");
    // A watermark follows each row at once: what is late does not depend on how busy the machine
    // is.
    settings.setString("pipeline.auto-watermark-interval", "0 ms");
    // A job without checkpoints would wait for a last one; the given rows wait where it matters.
    settings.setString("execution.checkpointing.checkpoints-after-tasks-finish", "false");
    StreamExecutionEnvironment environment = new StreamExecutionEnvironment(settings);
    StreamTableEnvironment tables =
        StreamTableEnvironment.create(environment, EnvironmentSettings.inStreamingMode());
    tables.getConfig().setIdleStateRetention(Duration.ZERO);
    statements.forEach(statement -> SqlRun.run(tables, statement));
    // Row by row, which leaves nothing to the moment at which a batch ends.
    tables.getConfig().set("table.exec.mini-batch.enabled", "false");
    return new TestSession(environment, tables);
  }

  StreamTableEnvironment tables() {
    return tables;
  }

  /**
   * @param commits whether its rows tell the version of the table that they are of, as those do
   *     that come from a lake
   */
  void add(GivenTable table, boolean commits) {
    Schema.Builder schema = schema(table.columns(), table.key());
    table
        .watermark()
        .ifPresent(
            mark -> {
              schema.columnByExpression(
                  "_event_time",
                  "CAST(" + Relation.quoted(mark.column()) + " AS TIMESTAMP_LTZ(3))");
              schema.watermark("_event_time", "`_event_time` - " + mark.delay());
            });
    if (commits) {
      schema.columnByExpression(CommitVersion.COLUMN, "CAST(0 AS BIGINT)");
    }
    tables.createTemporaryTable(
        table.name().toString(),
        TableDescriptor.forConnector(UnitTestTables.CONNECTOR)
            .schema(schema.build())
            .option(UnitTestTables.TABLE, table.parameter())
            .option(UnitTestTables.CHANGES, table.changes())
            .build());
  }

  /** The columns of a view or table. */
  List<TableColumn> columns(Relation name) {
    return TableColumn.of(tables.from(name.toString()).getResolvedSchema());
  }

  /**
   * Plans a query whose rows are collected.
   *
   * @param from the view, or the query in parentheses, that has the columns
   * @param key of the table that takes them; empty for none
   * @param takesChanges whether it takes any change, where it has no key
   * @param place of the query, for messages
   */
  TestedPlan plan(
      String from,
      List<TableColumn> columns,
      List<String> key,
      boolean takesChanges,
      String place) {
    tables.createTemporaryTable(
        RESULT.toString(),
        TableDescriptor.forConnector(UnitTestTables.CONNECTOR)
            .schema(schema(columns, key).build())
            .option(UnitTestTables.TABLE, "result")
            .option(UnitTestTables.CHANGES, takesChanges)
            .build());
    String names =
        columns.stream()
            .map(column -> Relation.quoted(column.name()))
            .collect(Collectors.joining(", "));
    return TestedPlan.of(
        environment,
        tables,
        "INSERT INTO " + RESULT + "\nSELECT " + names + " FROM " + from,
        place);
  }

  private static Schema.Builder schema(List<TableColumn> columns, List<String> key) {
    Schema.Builder schema = Schema.newBuilder();
    for (TableColumn column : columns) {
      DataType type =
          TypeConversions.fromLogicalToDataType(column.type().copy(!key.contains(column.name())));
      schema.column(column.name(), type);
    }
    if (!key.isEmpty()) {
      schema.primaryKey(key);
    }
    return schema;
  }

  /** Whether the planner wants rows that are only added, of a table that may change them. */
  static boolean isAboutChanges(ModelException error) {
    return error.getMessage().contains("doesn't support consuming");
  }
}
