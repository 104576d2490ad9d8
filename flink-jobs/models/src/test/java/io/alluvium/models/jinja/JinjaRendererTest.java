package io.alluvium.models.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.models.ModelException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JinjaRendererTest {
  private final Map<String, Object> configured = new LinkedHashMap<>();
  private final JinjaScope scope =
      new JinjaScope() {
        @Override
        public Relation ref(String name, int line) {
          return new Relation("lake", "silver", name);
        }

        @Override
        public Relation source(String source, String name, int line) {
          return new Relation("lake", source, name);
        }

        @Override
        public void config(Map<String, Object> settings, int line) {
          configured.putAll(settings);
          configured.put("line", line);
        }

        @Override
        public Optional<Relation> self() {
          return Optional.of(new Relation("lake", "gold", "me"));
        }

        @Override
        public boolean executes() {
          return true;
        }
      };

  private Rendered render(String... lines) {
    return render(Duration.ofSeconds(10), lines);
  }

  private Rendered render(Duration patience, String... lines) {
    JinjaVariables variables =
        new JinjaVariables(Map.of("days", 3L, "list", List.of("a", "b")), Map.of("STAGE", "test"));
    String macros =
        "{% macro cents(column, scale=2) %}\n  CAST({{ column }} AS DECIMAL(10, {{ scale }}))\n"
            + "{% endmacro %}\n{% macro fail() %}\n{{ nothing }}\n{% endmacro %}";
    return new JinjaRenderer(
            variables, Map.of("macros/m.sql", macros), Map.of("name", "dev"), patience)
        .render("models/a.sql", String.join("\n", lines), scope);
  }

  @Test
  void givesConfigurationAndNames() {
    Rendered rendered =
        render(
            "-- first",
            "{{ config(",
            "  materialized='table', unique_key=['a', 'b'], meta={'n': 1, 'ok': true}",
            ") }}",
            "SELECT * FROM {{ ref('x') }} JOIN {{ source('bronze', 'y') }} -- {{ this }}",
            "WHERE {{ target.name }} = '{{ this.schema }}' AND d = {{ var('days') }}",
            "AND {{ var('none', 'standard') }} = {{ env_var('STAGE') }}{% if is_incremental() %}!"
                + "{% endif %}");

    assertThat(rendered.text().lines().toList())
        .containsExactly(
            "-- first",
            "",
            "SELECT * FROM `lake`.`silver`.`x` JOIN `lake`.`bronze`.`y` -- `lake`.`gold`.`me`",
            "WHERE dev = 'gold' AND d = 3",
            "AND standard = test");
    assertThat(configured)
        .containsEntry("materialized", "table")
        .containsEntry("unique_key", List.of("a", "b"))
        .containsEntry("meta", Map.of("n", 1L, "ok", true))
        .containsEntry("line", 4);
    assertThat(rendered.lines()).containsExactly(1, 2, 5, 6, 7);
  }

  @Test
  void leadsTheLinesOfLoopsAndMacrosBack() {
    Rendered rendered =
        render(
            "SELECT",
            "{%- for x in var('list') %}",
            "  {{ x }},",
            "{%- endfor %}",
            "  {{ cents('price') }}",
            "FROM t");
    List<String> lines = rendered.text().lines().toList();
    assertThat(lines).contains("  CAST(price AS DECIMAL(10, 2))", "FROM t");
    assertThat(rendered.text()).contains("  a,", "  b,").doesNotContain("\uE000");
    for (int i = 0; i < lines.size(); i++) {
      int expected =
          switch (lines.get(i).strip()) {
            case "SELECT" -> 1;
            case "a,", "b," -> 3;
            case "CAST(price AS DECIMAL(10, 2))" -> 5;
            case "FROM t" -> 6;
            default -> 0;
          };
      if (expected > 0) {
        assertThat(rendered.templateLine(i + 1)).as(lines.get(i)).isEqualTo(expected);
      }
    }
  }

  @Test
  void aTextThatIsAValueHasNoMarks() {
    Rendered rendered =
        render(
            "{% set body %}",
            "x",
            "{% endset %}",
            "{% if body.strip() == 'x' %}yes{% endif %}{{ body.strip() | length }}");
    assertThat(rendered.text()).contains("yes1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {{ var('missing') }}              | line 2: there is no variable 'missing'
          {{ env_var('MISSING') }}          | line 2: the environment variable MISSING is not set
          {{ unknown }}                     | line 2: Jinja: there is no variable 'unknown'
          {{ ref('a', 'b') }}               | line 2: ref() takes the name of a model
          {{ source('a') }}                 | line 2: source() takes the name of a source
          {{ config('table') }}             | line 2: config() takes name=value only
          {% if true %}                     | line 2: Jinja:
          {{ ref('a')                       | line 2: Jinja:
          {% nonsense %}                    | line 2: Jinja:
          {{ run_query('SELECT 1') }}       | line 2: run_query() is not supported
          {{ exceptions.raise_compiler_error('no such region') }} | line 2: no such region
          {{ nobody(1) }}                   | line 2: Jinja:
          """)
  void namesTheLineOfAMistake(String template, String message) {
    assertThatThrownBy(() -> render("SELECT 1", template))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("models/a.sql, ")
        .hasMessageContaining(message)
        .message()
        .hasLineCount(1);
  }

  @Test
  void endsALoopThatTakesForEver() {
    assertThatThrownBy(
            () ->
                render(
                    Duration.ofMillis(100),
                    "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}"
                        + "{% set x = a %}{% endfor %}{% endfor %}{% endfor %}"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("a loop may be endless");
  }
}
