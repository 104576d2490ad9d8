package io.alluvium.connectors.delta.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.lint.WithoutLint;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithoutLint(value = "Shallow clones.", of = WithoutLint.Part.RELATIVE_PATHS)
class ShallowCloneTest {
  @TempDir Path lake;
  private MaintainedTable source;
  private MaintainedTable clone;

  @BeforeEach
  void tables() throws Exception {
    source = MaintainedTable.create(lake.resolve("orders"), Map.of("alluvium.owner", "operations"));
    source.append("n", 1, 2, 3);
    source.append("s", 4);
    source.delete(id -> id == 2);
    clone = new MaintainedTable(lake.resolve("copy").toString());
  }

  @Test
  void hasTheSourcesRowsSchemaAndProperties() throws Exception {
    CloneResult result = source.maintenance().cloneTo(clone.path(), OptionalLong.empty());

    assertThat(result.sourceVersion()).isEqualTo(3);
    assertThat(result.files()).isEqualTo(2);
    assertThat(clone.content()).isEqualTo(source.content()).hasSize(3);
    assertThat(clone.latest().rowType()).isEqualTo(source.latest().rowType());
    assertThat(clone.latest().partitionColumns()).containsExactly("region");
    assertThat(clone.latest().properties()).containsEntry("alluvium.owner", "operations");
    assertThat(clone.latest().files())
        .allSatisfy(file -> assertThat(URI.create(file.path()).isAbsolute()).isTrue());
    assertThat(clone.maintenance().history(1).get(0).operation()).isEqualTo("CLONE");
    try (var entries = Files.list(Path.of(clone.path()))) {
      assertThat(entries).as("no data was copied").hasSize(1);
    }
  }

  @Test
  void ofAnOlderVersion() throws Exception {
    source.maintenance().cloneTo(clone.path(), OptionalLong.of(1));

    assertThat(clone.content().keySet()).containsExactly(1L, 2L, 3L);
    assertThat(clone.contentByDuckDb().keySet()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void bothGoTheirOwnWays() throws Exception {
    source.maintenance().cloneTo(clone.path(), OptionalLong.empty());

    clone.append("n", 10);
    clone.delete(id -> id == 1);
    source.append("s", 20);
    source.delete(id -> id == 4);

    assertThat(clone.content().keySet()).containsExactly(3L, 4L, 10L);
    assertThat(source.content().keySet()).containsExactly(1L, 3L, 20L);
    clone.maintenance().optimize(OptimizeOptions.defaults());
    assertThat(clone.content().keySet()).containsExactly(3L, 4L, 10L);
    assertThat(clone.contentByDuckDb().keySet()).containsExactly(3L, 4L, 10L);
    clone.maintenance().restoreToVersion(0, false);
    assertThat(clone.content().keySet()).containsExactly(1L, 3L, 4L);
  }

  @Test
  void doesNotReplaceATable() {
    MaintainedTable.create(lake.resolve("copy"));

    assertThatThrownBy(() -> source.maintenance().cloneTo(clone.path(), OptionalLong.empty()))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("already");
  }
}
