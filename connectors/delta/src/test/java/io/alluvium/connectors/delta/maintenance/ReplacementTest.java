package io.alluvium.connectors.delta.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.TableDescription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacementTest {
  private static final String FOLDER = "refresh/2-ab";

  @TempDir Path lake;
  private MaintainedTable table;
  private MaintainedTable built;

  @BeforeEach
  void tables() throws Exception {
    table = MaintainedTable.create(lake.resolve("orders"), Map.of("alluvium.owner", "sales"));
    table.append("n", 1, 2, 3);
    table.delete(id -> id == 2);
    built =
        MaintainedTable.create(
            lake.resolve("orders").resolve(FOLDER), Map.of("alluvium.owner", "operations"));
    built.append("n", 10, 11);
    built.append("a b/ü", 12);
    built.delete(id -> id == 11);
  }

  @Test
  void givesATableTheContentsOfAnotherInOneCommit() throws Exception {
    String id = metadataId();
    long before = table.latest().version();

    ReplaceResult result = table.maintenance().replaceBy(FOLDER);

    assertThat(result).isEqualTo(new ReplaceResult(before + 1, 2, 1));
    assertThat(table.content().keySet()).containsExactly(10L, 12L);
    assertThat(table.latest().properties()).containsEntry("alluvium.owner", "operations");
    assertThat(metadataId()).isEqualTo(id);
    assertThat(table.maintenance().history(1).get(0).operation()).isEqualTo("REPLACE");
  }

  @Test
  void repeatedItDoesNothing() throws Exception {
    ReplaceResult first = table.maintenance().replaceBy(FOLDER);

    assertThat(table.maintenance().replaceBy(FOLDER))
        .isEqualTo(new ReplaceResult(first.version(), 0, 0));
  }

  @Test
  void theTableLivesOnWithTheFiles() throws Exception {
    table.maintenance().replaceBy(FOLDER);
    table.append("n", 13);
    table.delete(id -> id == 12);

    assertThat(table.content().keySet()).containsExactly(10L, 13L);
    table.maintenance().optimize(OptimizeOptions.defaults());
    assertThat(table.content().keySet()).containsExactly(10L, 13L);
    table.maintenance().vacuum(VacuumOptions.defaults());
    assertThat(table.content().keySet()).containsExactly(10L, 13L);
    table.maintenance().restoreToVersion(2, false);
    assertThat(table.content().keySet()).containsExactly(1L, 3L);
    assertThat(table.latest().properties()).containsEntry("alluvium.owner", "sales");
  }

  @Test
  void anotherSchemaAndWhatItNeedsComeAlong() throws Exception {
    RowType other =
        (RowType)
            DataTypes.ROW(
                    DataTypes.FIELD("id", DataTypes.BIGINT()),
                    DataTypes.FIELD("total", DataTypes.DOUBLE()))
                .getLogicalType();
    Path plain = lake.resolve("plain");
    DeltaTable.at(plain.toString())
        .createIfAbsent(
            new TableDescription(MaintainedTable.TYPE, List.of(), List.of(), Map.of(), ""));
    DeltaTable.at(plain.resolve("next").toString())
        .createIfAbsent(
            new TableDescription(
                other,
                List.of(),
                List.of("id"),
                Map.of("delta.enableDeletionVectors", "true"),
                "totals"));

    TableMaintenance.of(plain.toString()).replaceBy("next");

    assertThat(DeltaTable.at(plain.toString()).snapshot().rowType().getFieldNames())
        .containsExactly("id", "total");
    assertThat(DeltaTable.at(plain.toString()).snapshot().primaryKey()).containsExactly("id");
    MaintainedTable written = new MaintainedTable(plain.toString());
    assertThat(written.latest().properties()).containsEntry("delta.enableDeletionVectors", "true");
  }

  @Test
  void aFolderThatIsNoTableIsRefused() {
    assertThatThrownBy(() -> table.maintenance().replaceBy("../orders"))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("letters, digits");
    assertThatThrownBy(() -> table.maintenance().replaceBy("nothing"))
        .isInstanceOf(DeltaException.class);
  }

  private String metadataId() throws Exception {
    String id = "";
    for (long version = 0; version <= table.latest().version(); version++) {
      Path commit = Path.of(table.path(), "_delta_log", String.format("%020d.json", version));
      for (String line : Files.readAllLines(commit)) {
        if (line.startsWith("{\"metaData\"")) {
          id = line.replaceAll(".*?\"id\":\"([^\"]+)\".*", "$1");
        }
      }
    }
    return id;
  }
}
