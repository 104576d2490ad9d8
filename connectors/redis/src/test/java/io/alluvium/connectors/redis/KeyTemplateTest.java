package io.alluvium.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTemplateTest {
  @Test
  void putsValuesWhereTheirColumnsStand() {
    KeyTemplate template = KeyTemplate.parse("kpi:{city}/{day}:total");
    assertThat(template.columns()).containsExactly("city", "day");
    assertThat(template.key(Map.of("city", "Zürich", "day", "2026-01-01")::get))
        .isEqualTo("kpi:Zürich/2026-01-01:total");
    assertThat(KeyTemplate.ofPrefix("t", List.of("a", "b")).key(Map.of("a", "1", "b", "2")::get))
        .isEqualTo("t:1:2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t:{a}:{b}",
        "{a}-{b}",
        "{a}--{b}",
        "{a}-%{b}",
        "{a}2{b}",
        "{a}a{b}",
        "{a}x:{b}",
        "{a}%:{b}",
        "{a}:%3A{b}",
        "{a}→{b}",
        "{a}\uD83C\uDF0A{b}",
        "{a}\n{b}",
        "-{a}-{b}-"
      })
  void noTwoRowsShareAKey(String text) {
    KeyTemplate template = KeyTemplate.parse(text);
    Set<String> keys = new HashSet<>();
    for (String a : values()) {
      for (String b : values()) {
        assertThat(keys.add(template.key(Map.of("a", a, "b", b)::get))).as(a + "|" + b).isTrue();
      }
    }
    assertThat(keys).allMatch(key -> !key.contains("{"));
  }

  /** All short texts of characters that could be taken for others. */
  private static List<String> values() {
    List<String> pieces =
        List.of("", "a", "x", "2", "3", "A", "-", ":", "%", "{", "\n", "→", "\uD83C\uDF0A");
    List<String> values = new ArrayList<>(List.of("%3A", "%2D", "%0A", "%E2%86%92"));
    for (String first : pieces) {
      for (String second : pieces.subList(first.isEmpty() ? 0 : 1, pieces.size())) {
        values.add(first + second);
      }
    }
    pieces.stream().skip(1).forEach(values::add);
    return values.stream().distinct().toList();
  }

  /** Those that exist must not change where that is not needed. */
  @Test
  void encodesNoMoreThanTellsRowsApart() {
    Map<String, String> row = Map.of("a", "x-y_z", "b", "2026-01-01_1");
    Map<String, String> keys =
        Map.of(
            "t:{a}:{b}", "t:x-y_z:2026-01-01_1",
            "t:{a}-{b}", "t:x%2Dy_z-2026-01-01_1",
            "t:{a}-:{b}", "t:x-y_z-:2026-01-01_1",
            "t_{b}_{a}_", "t_2026-01-01%5F1_x-y_z_");
    keys.forEach((text, key) -> assertThat(KeyTemplate.parse(text).key(row::get)).isEqualTo(key));
  }

  @Test
  void refusesColumnsWithNothingThatTellsThemApart() {
    assertThatThrownBy(() -> KeyTemplate.parse("kpi:{region}{station}"))
        .hasMessage(
            "'kpi:{region}{station}' has nothing between {region} and {station}, so that two rows"
                + " could have the same key; write ':' there");
    assertThatThrownBy(() -> KeyTemplate.parse("{a}%{b}"))
        .hasMessageContaining("has '%' between {a} and {b}");
  }

  @Test
  void refusesABraceWithoutItsPair() {
    for (String text : List.of("a{b", "a}b", "{a}}", "{{a}")) {
      assertThatThrownBy(() -> KeyTemplate.parse(text)).hasMessageContaining(text);
    }
  }
}
