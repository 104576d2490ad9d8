package io.alluvium.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

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

  @Test
  void noTwoRowsShareAKey() {
    KeyTemplate template = KeyTemplate.ofPrefix("t", List.of("a", "b"));
    List<String> values = List.of("", ":", "::", "a", "a:", ":a", "%3A", "%", "{a}", "\n", "%0A");
    Set<String> keys = new HashSet<>();
    for (String a : values) {
      for (String b : values) {
        assertThat(keys.add(template.key(Map.of("a", a, "b", b)::get))).as(a + "|" + b).isTrue();
      }
    }
    assertThat(keys).allMatch(key -> !key.contains("{") && !key.contains("\n"));
  }

  @Test
  void refusesABraceWithoutItsPair() {
    for (String text : List.of("a{b", "a}b", "{a}}", "{{a}")) {
      assertThatThrownBy(() -> KeyTemplate.parse(text)).hasMessageContaining(text);
    }
  }
}
