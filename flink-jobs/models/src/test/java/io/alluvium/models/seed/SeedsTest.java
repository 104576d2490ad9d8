package io.alluvium.models.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.models.ModelException;
import io.alluvium.models.ProjectFolder;
import io.alluvium.models.graph.Node.SeedNode;
import io.alluvium.testing.LakeTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedsTest {
  @TempDir Path dir;
  private ProjectFolder project;

  @BeforeEach
  void project() throws IOException {
    project = new ProjectFolder(dir.resolve("project"));
  }

  @Test
  void typesAreInferredAsDbtDoes() throws Exception {
    project.file(
        "seeds/things.csv",
        "number,ratio,day,at,flag,text,mixed,nothing",
        "1,1.5,2026-05-01,2026-05-01 10:00:00,true,a,1,",
        "-2,2,2026-05-02,2026-05-01T10:00:00Z,FALSE,\"b, \"\"c\"\"\nd\",x,null",
        "",
        "null,,,,,,,");

    load(false);

    LakeTable table = new LakeTable(dir.resolve("lake"), "default/things");
    assertThat(table.rowType().getChildren().stream().map(type -> type.asSummaryString()).toList())
        .containsExactly(
            "BIGINT",
            "DOUBLE",
            "DATE",
            "TIMESTAMP_LTZ(6)",
            "BOOLEAN",
            "STRING",
            "STRING",
            "STRING");
    List<Map<String, Object>> rows = table.rows();
    assertThat(rows).hasSize(3);
    assertThat(rows.get(1))
        .containsEntry("number", -2L)
        .containsEntry("flag", false)
        .containsEntry("text", "b, \"c\"\nd")
        .containsEntry("at", rows.get(0).get("at"));
    assertThat(rows.get(2)).containsEntry("text", null).containsEntry("number", null);
  }

  @Test
  void aSeedIsWrittenOnceAndReplacedWholeWhenItChanges() throws Exception {
    project
        .file(
            "seeds/seeds.yml",
            "seeds:",
            "  - name: things",
            "    description: Some things.",
            "    config: {unique_key: id, delimiter: ';', column_types: {id: INT, price: 'DECIMAL(6, 2)', code: 'CHAR(3)'}}")
        .file("seeds/things.csv", "id;price;code", "1;1.5;001", "2;2;002");
    assertThat(load(false).version()).isPresent();
    assertThat(load(false).version()).isEmpty();
    long before = table().snapshot().version();

    project.file("seeds/things.csv", "id;price;code", "1;1.5;001", "3;3;003");

    assertThat(load(false).version()).hasValue(before + 1);
    assertThat(new LakeTable(dir.resolve("lake"), "default/things").rows())
        .extracting(row -> row.get("code"))
        .containsExactlyInAnyOrder("001", "003");
    assertThat(load(false).version()).isEmpty();

    project.file("seeds/seeds.yml", "").file("seeds/things.csv", "id,price", "1,1.5");
    assertThatThrownBy(() -> load(false))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(
            "seeds/things.csv, line 1: its columns are `id` BIGINT, `price` DOUBLE")
        .hasMessageContaining("--full-refresh");
    assertThat(load(true).version()).isPresent();
    assertThat(new LakeTable(dir.resolve("lake"), "default/things").count()).isEqualTo(1);
  }

  @Test
  void mistakesNameTheirLine() throws Exception {
    project.file("seeds/things.csv", "id,name", "1,a", "2");
    assertThatThrownBy(() -> load(false))
        .hasMessage("seeds/things.csv, line 3: there are 1 values, but 2 columns");
    project.file("seeds/things.csv", "id,name", "1,\"a", "2,b");
    assertThatThrownBy(() -> load(false)).hasMessageContaining("line 2: a quote is opened");
    project
        .file("seeds/things.csv", "id,name", "1,a", "x,b")
        .file("seeds/s.yml", "seeds: [{name: things, config: {column_types: {id: INT}}}]");
    assertThatThrownBy(() -> load(false))
        .hasMessage("seeds/things.csv, line 3: 'x' in column 'id' is not INT");
  }

  private Seeds.Loaded load(boolean fullRefresh) {
    return new Seeds(dir.resolve("project"), dir.resolve("lake").toUri().toString())
        .load((SeedNode) project.graph().named("things"), fullRefresh);
  }

  private DeltaTable table() {
    return DeltaTable.at(dir.resolve("lake/default/things").toString());
  }
}
