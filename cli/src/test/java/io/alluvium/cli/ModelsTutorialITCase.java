package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the first project of the documentation as it is printed. */
class ModelsTutorialITCase {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir Path folder;

  @Test
  void aModelIsAddedAndAnotherEdited() throws Exception {
    DocumentedSection section = DocumentedSection.of("docs/models.md", "A first project");
    DocumentedShell shell = new DocumentedShell(folder);
    List<String> blocks = section.shellBlocks();
    List<String> printed = section.blocks("text");
    Path lake = shell.folder().resolve(".alluvium/ingest/lake");

    requirePrinted(shell.run(blocks.get(0), PATIENCE), printed.get(0));
    assertThat(query(lake, "SELECT customer, orders FROM gold.customer"))
        .contains("Ann, 1", "Bo, 1", "Dee, 1");
    requirePrinted(shell.run(blocks.get(1), PATIENCE), printed.get(1));
    assertThat(query(lake, "SELECT customer FROM gold.big_order"))
        .containsExactlyInAnyOrder("Ann", "Dee");
    long version = version(lake, "gold/big_order");
    requirePrinted(shell.run(blocks.get(2), PATIENCE), printed.get(2));

    assertThat(query(lake, "SELECT customer, highest FROM gold.customer"))
        .doesNotHaveDuplicates()
        .contains("Ann, 12.50", "Bo, 7.00", "Dee, 99.90");
    assertThat(version(lake, "gold/big_order")).isEqualTo(version);
    assertThat(blocks).hasSize(3);
  }

  private static List<String> query(Path lake, String sql) throws Exception {
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    tables.executeSql(
        "CREATE CATALOG lake WITH ('type' = 'delta', 'path' = '" + lake.toUri() + "')");
    tables.useCatalog("lake");
    List<String> rows = new ArrayList<>();
    try (CloseableIterator<Row> found = tables.executeSql(sql).collect()) {
      found.forEachRemaining(row -> rows.add(row.toString().replaceAll("^\\+I\\[|]$", "")));
    }
    return rows;
  }

  private static long version(Path lake, String table) {
    return DeltaTable.at(lake.resolve(table).toString()).snapshot().version();
  }

  /** Line by line; how long something took differs. */
  private static void requirePrinted(CommandRun run, String printed) {
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(withoutTimes(run.out()))
        .contains(printed.lines().map(ModelsTutorialITCase::withoutTimes).toList());
  }

  private static String withoutTimes(String text) {
    return text.replaceAll("\\d+\\.\\d+ s", "_ s");
  }
}
