package io.alluvium.models.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.models.ProjectFolder;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeSelectorTest {
  @TempDir Path folder;
  private ModelGraph graph;

  /** raw.s → a → b → c → d, and e → c. */
  @BeforeEach
  void begin() throws Exception {
    graph =
        new ProjectFolder(folder)
            .file("models/s.yml", "sources: [{name: raw, tables: [{name: s}]}]")
            .file("models/x/a.sql", "SELECT * FROM {{ source('raw', 's') }}")
            .file("models/x/b.sql", "{{ config(tags='t') }} SELECT * FROM {{ ref('a') }}")
            .file("models/y/c.sql", "SELECT * FROM {{ ref('b') }}, {{ ref('e') }}")
            .file(
                "models/y/d.sql",
                "{{ config(tags=['t', 'u'], materialized='table', job='late') }}"
                    + "SELECT * FROM {{ ref('c') }}")
            .file("models/y/deep/e.sql", "SELECT 1 AS x")
            .graph();
  }

  private List<String> select(FormerState former, String select, String exclude) {
    return new NodeSelector(graph, former)
            .select(
                select == null ? List.of() : Arrays.asList(select.split("; ")),
                exclude == null ? List.of() : List.of(exclude))
            .stream()
            .map(Node::name)
            .sorted()
            .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          c                      |         | c
          a d                    |         | a d
          a; d                   |         | a d
          +b                     |         | a b raw.s
          1+c                    |         | b c e
          2+c                    |         | a b c e
          b+                     |         | b c d
          b+1                    |         | b c
          +b+                    |         | a b c d raw.s
          @a                     |         | a b c d e raw.s
          @e                     |         | a b c d e raw.s
          tag:t                  |         | b d
          tag:t,tag:u            |         | d
          +tag:t,path:models/x   |         | a b
          path:models/y          |         | c d e
          path:models/y/deep     |         | e
          path:models/y/*.sql    |         | c d e
          models/x/a.sql         |         | a
          a.sql                  |         | a
          x                      |         | a b
          x.b                    |         | b
          shop.y                 |         | c d e
          shop.y.deep.e          |         | e
          [ab]                   |         | a b
          source:raw+            |         | a b c d raw.s
          source:raw.s           |         | raw.s
          resource_type:source   |         | raw.s
          config.materialized:table |      | d
          job:late               |         | d
                                 |         | a b c d e raw.s
                                 | tag:t   | a c e raw.s
          +d                     | path:models/y | a b raw.s
          state:modified         |         | b
          state:modified+        | d       | b c
          state:new              |         | e
          nothing                |         | ''
          """)
  void choosesAsDbtDoes(String select, String exclude, String chosen) {
    FormerState former =
        new FormerState() {
          @Override
          public boolean isNew(Node node) {
            return node.name().equals("e");
          }

          @Override
          public boolean isModified(Node node) {
            return node.name().equals("b");
          }
        };
    List<String> expected = chosen.isEmpty() ? List.of() : List.of(chosen.split(" "));
    assertThat(select(former, select, exclude)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tags:t", "@a+", "+", "a,,b", "state:old_one", "x+1+2", "tag:"})
  void refusesWhatMeansNothing(String select) {
    assertThatThrownBy(() -> select(FormerState.none(), select, null))
        .isInstanceOf(SelectionException.class)
        .message()
        .hasLineCount(1);
  }

  @Test
  void ordersModelsBehindWhatTheyRead() {
    assertThat(graph.models()).extracting(Node::name).containsExactly("a", "b", "e", "c", "d");
    assertThat(graph.parents(graph.named("c"))).extracting(Node::name).containsExactly("b", "e");
  }
}
