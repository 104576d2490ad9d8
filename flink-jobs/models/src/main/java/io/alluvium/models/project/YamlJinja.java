package io.alluvium.models.project;

import io.alluvium.definitions.DefinitionValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Renders the texts of a YAML value that have Jinja in them. */
final class YamlJinja {
  private final BiFunction<String, Origin, String> renderer;

  YamlJinja(BiFunction<String, Origin, String> renderer) {
    this.renderer = renderer;
  }

  Object render(DefinitionValue value) {
    return render(value.plain(), Origin.of(value));
  }

  private Object render(Object value, Origin origin) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> rendered = new LinkedHashMap<>();
      map.forEach((name, one) -> rendered.put(String.valueOf(name), render(one, origin)));
      return rendered;
    } else if (value instanceof List<?> list) {
      return list.stream().map(one -> render(one, origin)).toList();
    } else if (value instanceof String text && (text.contains("{{") || text.contains("{%"))) {
      return renderer.apply(text, origin);
    }
    return value;
  }
}
