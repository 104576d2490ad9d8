package io.alluvium.models.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.models.ProjectFolder;
import io.alluvium.models.graph.ModelGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSelectorTest {
  @TempDir Path folder;

  private ModelGraph graph;
  private List<TestEntry> tests;

  @BeforeEach
  void project() throws IOException {
    graph =
        new ProjectFolder(folder)
            .file("models/a.sql", "SELECT 1 AS x")
            .file("models/gold/b.sql", "SELECT x FROM {{ ref('a') }}")
            .graph();
    tests =
        List.of(
            test("unit_a", TestType.UNIT, "a"),
            test("unit_b", TestType.UNIT, "b"),
            test("unique_b_x", TestType.GENERIC, "b"),
            test("never", TestType.SINGULAR, "a"));
  }

  private TestEntry test(String name, TestType type, String node) {
    return new TestEntry(
        "test." + name,
        name,
        type,
        "models/" + name + ".yml",
        type == TestType.SINGULAR ? List.of("slow") : List.of(),
        List.of(graph.named(node)));
  }

  private List<String> select(List<String> select, String... exclude) {
    return new TestSelector(graph, FormerState.none())
        .select(tests, select, List.of(exclude)).stream().map(TestEntry::name).toList();
  }

  @Test
  void choosesByNodesAndByTheTestsThemselves() {
    assertThat(select(List.of())).hasSize(4);
    assertThat(select(List.of("b"))).containsExactly("unit_b", "unique_b_x");
    assertThat(select(List.of("+b"))).hasSize(4);
    assertThat(select(List.of("unit_b never"))).containsExactly("unit_b", "never");
    assertThat(select(List.of("b,test_type:unit"))).containsExactly("unit_b");
    assertThat(select(List.of("test_type:data"))).containsExactly("unique_b_x", "never");
    assertThat(select(List.of("test_type:generic", "unit_a")))
        .containsExactly("unit_a", "unique_b_x");
    assertThat(select(List.of("tag:slow"))).containsExactly("never");
    assertThat(select(List.of("gold"), "test_type:unit")).containsExactly("unique_b_x");
    assertThat(select(List.of("unit_*.yml"))).containsExactly("unit_a", "unit_b");
  }

  @Test
  void aWrongTermIsNeverSilent() {
    assertThatThrownBy(() -> select(List.of("a test_type:units")))
        .hasMessage("There is no 'test_type:units'; there are unit, data, generic and singular");
    assertThatThrownBy(() -> select(List.of("tog:x"))).hasMessageContaining("'tog:'");
  }
}
