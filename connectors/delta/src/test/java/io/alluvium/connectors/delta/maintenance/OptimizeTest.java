package io.alluvium.connectors.delta.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.TableDescription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimizeTest {
  @TempDir Path lake;
  private MaintainedTable table;

  @BeforeEach
  void newTable() {
    table = MaintainedTable.create(lake.resolve("orders"));
  }

  @Test
  void smallFilesOfAPartitionBecomeOne() throws Exception {
    table.append("n", 1, 2);
    table.append("s", 3);
    table.append("n", 4, 5);
    table.append("s", 6);
    Map<Long, String> before = table.content();

    OptimizeResult result = table.maintenance().optimize(OptimizeOptions.defaults());

    assertThat(table.content()).isEqualTo(before).hasSize(6);
    assertThat(table.contentByDuckDb()).isEqualTo(before);
    assertThat(table.latest().files()).hasSize(2);
    assertThat(result.filesRemoved()).isEqualTo(4);
    assertThat(result.filesAdded()).isEqualTo(2);
    assertThat(result.version()).isEqualTo(5);
    assertThat(table.maintenance().history(1).get(0))
        .satisfies(
            commit -> {
              assertThat(commit.operation()).isEqualTo("OPTIMIZE");
              assertThat(commit.dataChanged()).isFalse();
              assertThat(commit.rowsAdded()).isEqualTo(6);
            });
    assertThat(table.delta().changes(5, 10))
        .as("readers that follow the table see no change")
        .singleElement()
        .satisfies(
            version -> {
              assertThat(version.added()).isEmpty();
              assertThat(version.removed()).isEmpty();
            });
  }

  @Test
  void nothingToDoMakesNoCommit() throws Exception {
    table.append("n", 1);
    table.append("s", 2);

    OptimizeResult result = table.maintenance().optimize(OptimizeOptions.defaults());

    assertThat(result.commits()).isZero();
    assertThat(table.latest().version()).isEqualTo(2);
  }

  @Test
  void deletedRowsAreLeftOutAndTheirFilesGo() throws Exception {
    table.append("n", 1, 2, 3, 4);
    table.append("s", 5, 6);
    table.delete(id -> id == 2 || id == 5 || id == 6);

    OptimizeResult result = table.maintenance().optimize(OptimizeOptions.defaults());

    assertThat(table.content().keySet()).containsExactly(1L, 3L, 4L);
    assertThat(table.contentByDuckDb().keySet()).containsExactly(1L, 3L, 4L);
    assertThat(result.filesRemoved()).isEqualTo(2);
    assertThat(result.filesAdded()).isEqualTo(1);
  }

  @Test
  void aFileWithFewDeletedRowsStays() throws Exception {
    table.append("n", 1, 2, 3, 4);
    table.delete(id -> id == 2);
    OptimizeOptions options =
        OptimizeOptions.defaults().withTargetFileSize(1).withMaxDeletedShare(0.25);

    assertThat(table.maintenance().optimize(options).commits()).isZero();
    assertThat(table.maintenance().optimize(options.withMaxDeletedShare(0.2)).filesAdded())
        .isEqualTo(1);
  }

  @Test
  void aConditionChoosesPartitions() throws Exception {
    for (int i = 0; i < 3; i++) {
      table.append("n", 10 + i);
      table.append("s", 20 + i);
      table.append("w", 30 + i);
    }

    table
        .maintenance()
        .optimize(OptimizeOptions.defaults().withWhere("region > 'n' AND region <> 'w'"));

    assertThat(table.latest().files().stream().map(file -> file.partitionValues().get("region")))
        .containsExactlyInAnyOrder("n", "n", "n", "s", "w", "w", "w");
    assertThat(table.content()).hasSize(9);
  }

  @Test
  void explainsWrongConditions() {
    assertThatThrownBy(() -> optimizeWhere("id = 3"))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("no partition column");
    assertThatThrownBy(() -> optimizeWhere("region = 'n' OR region = 's'"))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("joined by AND");
  }

  private void optimizeWhere(String condition) {
    table.maintenance().optimize(OptimizeOptions.defaults().withWhere(condition));
  }

  @Test
  void whatAnotherWriterChangedMeanwhileIsLeftAlone() throws Exception {
    table.append("n", 1, 2);
    table.append("n", 3, 4);
    table.append("s", 5);
    table.append("s", 6);
    Optimize optimize = new Optimize(table.delta(), OptimizeOptions.defaults());
    List<Optimize.Rewritten> rewritten = optimize.plan().stream().map(optimize::rewrite).toList();
    table.delete(id -> id == 6);

    optimize.commit(rewritten);

    OptimizeResult result = optimize.result();
    assertThat(result.filesSkipped()).isEqualTo(2);
    assertThat(result.filesRemoved()).isEqualTo(2);
    assertThat(table.content().keySet()).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(parquetFiles()).as("the file that was written in vain is gone").isEqualTo(4 + 1);
  }

  private long parquetFiles() throws Exception {
    try (Stream<Path> files = Files.walk(lake.resolve("orders"))) {
      return files
          .filter(file -> !file.toString().contains("_delta_log"))
          .filter(file -> file.toString().endsWith(".parquet"))
          .count();
    }
  }

  @Test
  void leavesTheFilesOfACopyOnWriteSinkAlone() {
    String path = lake.resolve("keyed").toString();
    DeltaTable.at(path)
        .createIfAbsent(
            new TableDescription(MaintainedTable.TYPE, List.of(), List.of("id"), Map.of(), ""));

    assertThatThrownBy(() -> TableMaintenance.of(path).optimize(OptimizeOptions.defaults()))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("copy-on-write");
    assertThat(
            TableMaintenance.of(path)
                .optimize(OptimizeOptions.defaults().withOwnedFiles(true))
                .commits())
        .isZero();
  }

  @Test
  void targetSizeBoundsTheGroups() throws Exception {
    for (int i = 0; i < 10; i++) {
      table.append("n", i);
    }
    DataFile one = table.latest().files().get(0);

    table.maintenance().optimize(OptimizeOptions.defaults().withTargetFileSize(one.size() * 4));

    assertThat(table.latest().files()).hasSize(3);
    assertThat(table.content()).hasSize(10);
  }
}
