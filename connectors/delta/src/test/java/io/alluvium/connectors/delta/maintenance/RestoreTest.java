package io.alluvium.connectors.delta.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.kernel.DeltaTableCommitter;
import io.alluvium.connectors.delta.kernel.TableAlteration;
import io.alluvium.connectors.delta.kernel.TableEdit;
import io.alluvium.connectors.delta.kernel.TablePaths;
import io.alluvium.connectors.delta.lint.WithoutLint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {
  @TempDir Path lake;
  private MaintainedTable table;

  @BeforeEach
  void newTable() {
    table = MaintainedTable.create(lake.resolve("orders"));
  }

  @Test
  void anOlderVersionComesBackAsANewOne() throws Exception {
    table.append("n", 1, 2);
    table.append("s", 3);
    Map<Long, String> second = table.content();
    table.delete(id -> id == 1);
    table.append("n", 4);
    table.maintenance().optimize(OptimizeOptions.defaults());
    Map<Long, String> fifth = table.content();

    RestoreResult result = table.maintenance().restoreToVersion(2, false);

    assertThat(table.content()).isEqualTo(second);
    assertThat(table.contentByDuckDb()).isEqualTo(second);
    assertThat(result.version()).isEqualTo(6);
    assertThat(result.restoredVersion()).isEqualTo(2);
    assertThat(table.content(table.delta().snapshot(5))).isEqualTo(fifth);
    assertThat(table.maintenance().history(1).get(0).operation()).isEqualTo("RESTORE");

    table.maintenance().restoreToVersion(5, false);
    assertThat(table.content()).isEqualTo(fifth);
  }

  @Test
  void deletionVectorsComeBackToo() throws Exception {
    table.append("n", 1, 2, 3);
    table.delete(id -> id == 1);
    table.delete(id -> id == 2);

    table.maintenance().restoreToVersion(2, false);

    assertThat(table.content().keySet()).containsExactly(2L, 3L);
    assertThat(table.latest().files()).hasSize(1);
  }

  @Test
  void byTheTimeOfACommit() throws Exception {
    table.append("n", 1);
    long first = table.latest().timestamp();
    table.append("n", 2);

    assertThat(table.maintenance().restoreToTimestamp(first, false).restoredVersion()).isEqualTo(1);
    assertThat(table.content().keySet()).containsExactly(1L);
  }

  @Test
  void schemaAndPropertiesComeBackToo() throws Exception {
    table.append("n", 1);
    new TableAlteration(table.delta())
        .apply(
            List.of(
                new TableEdit.AddColumn(
                    new RowType.RowField("more", new IntType()), Optional.empty())));
    new TableAlteration(table.delta())
        .apply(List.of(new TableEdit.SetProperty("alluvium.owner", "ops")));

    table.maintenance().restoreToVersion(1, false);

    assertThat(table.latest().rowType().getFieldNames()).containsExactly("id", "note", "region");
    assertThat(table.latest().properties()).doesNotContainKey("alluvium.owner");
    assertThat(table.latest().timestamp())
        .as("times stay those of the commits")
        .isGreaterThan(table.delta().snapshot(3).timestamp());
  }

  @Test
  void restoringTheLatestVersionMakesNone() throws Exception {
    table.append("n", 1);

    assertThat(table.maintenance().restoreToVersion(1, false).version()).isEqualTo(1);
    assertThat(table.latest().version()).isEqualTo(1);
  }

  @Test
  void refusesAVersionWhoseFilesAreGone() throws Exception {
    table.append("n", 1);
    DataFile file = table.latest().files().get(0);
    table.append("n", 2);
    table.maintenance().optimize(OptimizeOptions.defaults());
    Files.delete(Path.of(new TablePaths(table.path()).pathOf(file)));

    assertThatThrownBy(() -> table.maintenance().restoreToVersion(1, false))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("to version 1")
        .hasMessageContaining(file.path());
    assertThat(table.latest().version()).isEqualTo(3);
  }

  @Test
  @WithoutLint("The sinks' numbers go back with the table.")
  void aJobCanGoOnFromTheSavepointOfTheRestoredVersion() throws Exception {
    sink().commit(commit(1, "a", 1));
    sink().commit(commit(2, "b", 2));
    sink().commit(commit(3, "c", 3));

    table.maintenance().restoreToVersion(2, true);

    assertThat(table.latest().transactionVersion("job")).hasValue(2);
    assertThat(sink().commit(commit(3, "c2", 30))).as("committed anew").isTrue();
    assertThat(table.content().keySet()).containsExactly(1L, 2L, 30L);
    table.maintenance().checkpoint();
    assertThat(table.latest().transactionVersion("job")).hasValue(3);
  }

  @Test
  @WithoutLint("The sinks' numbers go back with the table.")
  void beforeASinksFirstCommitItsNumberIsZero() throws Exception {
    table.append("n", 9);
    sink().commit(commit(1, "a", 1));

    table.maintenance().restoreToVersion(1, true);

    assertThat(table.latest().transactionVersion("job")).hasValue(0);
    assertThat(sink().commit(commit(1, "a2", 10))).isTrue();
    assertThat(table.content().keySet()).containsExactly(9L, 10L);
  }

  @Test
  void withoutTransactionsAJobGoesOnWhereItIs() throws Exception {
    sink().commit(commit(1, "a", 1));
    sink().commit(commit(2, "b", 2));

    table.maintenance().restoreToVersion(1, false);

    assertThat(table.latest().transactionVersion("job")).hasValue(2);
    assertThat(sink().commit(commit(3, "c", 3))).isTrue();
    assertThat(table.content().keySet()).containsExactly(1L, 3L);
  }

  private DeltaTableCommitter sink() {
    return new DeltaTableCommitter(table.delta());
  }

  private DeltaCommit commit(long number, String token, long id) throws Exception {
    return new DeltaCommit("job", number, token, List.of(table.write("n", "note", id)), List.of());
  }
}
