package io.alluvium.models.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.TableDescription;
import io.alluvium.models.ModelException;
import io.alluvium.models.ModelsOptions;
import io.alluvium.models.ProjectFolder;
import io.alluvium.models.run.ModelsProject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table has the columns id and name; its model gives others. */
class SchemaChangeTest {
  @TempDir Path dir;

  @BeforeEach
  void table() {
    RowType type =
        RowType.of(
            new LogicalType[] {new BigIntType(), VarCharType.STRING_TYPE},
            new String[] {"id", "name"});
    stored().createIfAbsent(new TableDescription(type, List.of(), List.of(), Map.of(), ""));
  }

  @Test
  void aTableThatFollowsGetsTheNewColumns() throws Exception {
    JobScript script = compile("append_new_columns", "'x' AS extra, CAST(1 AS BIGINT) AS id");

    assertThat(script.text())
        .contains(
            "ALTER TABLE `lake`.`gold`.`total` ADD (`extra` STRING);",
            "INSERT INTO `lake`.`gold`.`total` (`extra`, `id`)\nSELECT 'x' AS extra");
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    script.preparation().forEach(statement -> SqlRun.run(tables, statement));
    assertThat(stored().snapshot().rowType().getFieldNames())
        .containsExactly("id", "name", "extra");
    assertThat(tables.explainSql(script.inserts().get(0).sql())).contains("extra");
    assertThat(compile("append_new_columns", "'x' AS extra, CAST(1 AS BIGINT) AS id").text())
        .as("nothing to add any more")
        .doesNotContain("ALTER TABLE");
  }

  @Test
  void newColumnsAreLeftOutWhereTheyAreIgnored() throws Exception {
    assertThat(compile("ignore", "'x' AS extra, CAST(1 AS BIGINT) AS id").text())
        .contains("INSERT INTO `lake`.`gold`.`total` (`id`)\nSELECT `id`\nFROM (\nSELECT 'x'")
        .doesNotContain("ALTER TABLE");
  }

  @Test
  void columnsInAnotherOrderAreNoChange() throws Exception {
    assertThat(compile("fail", "'x' AS name, CAST(1 AS BIGINT) AS id").text())
        .contains("INSERT INTO `lake`.`gold`.`total` (`name`, `id`)");
  }

  @Test
  void whatCannotBeDoneIsRefused() throws Exception {
    assertThatThrownBy(() -> compile("fail", "'x' AS extra, CAST(1 AS BIGINT) AS id"))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "models/total.sql, line 1: the columns of the query are not those of the table"
                + " gold.total: the table lacks 'extra', and the query lacks 'name'; set"
                + " on_schema_change to append_new_columns or ignore, or rebuild the table with"
                + " --full-refresh");
    assertThatThrownBy(() -> compile("sync_all_columns", "CAST(1 AS BIGINT) AS id"))
        .hasMessageContaining("cannot lose 'name': that needs column mapping");
    assertThatThrownBy(() -> compile("ignore", "'1' AS id, 'x' AS name"))
        .hasMessageContaining("column 'id' is STRING in the query, but BIGINT in the table");
  }

  private JobScript compile(String policy, String columns) throws Exception {
    new ProjectFolder(dir.resolve("project"))
        .file(
            "models/total.sql",
            "{{ config(materialized='incremental', schema='gold', on_schema_change='"
                + policy
                + "') }}",
            "SELECT " + columns);
    Configuration options = new Configuration();
    options.set(ModelsOptions.PROJECT_PATH, dir.resolve("project").toString());
    options.set(ModelsOptions.LAKE_PATH, dir.resolve("lake").toUri().toString());
    return ModelsProject.of(options).script("models");
  }

  private DeltaTable stored() {
    return DeltaTable.at(dir.resolve("lake/gold/total").toString());
  }
}
