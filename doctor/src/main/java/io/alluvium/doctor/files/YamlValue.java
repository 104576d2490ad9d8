package io.alluvium.doctor.files;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A value of a YAML file, as it is written: variables are not expanded.
 *
 * @param line of its field's name, or of the value where it has none; from 1
 * @param text of a scalar; empty for others and for null
 * @param fields of a mapping, in their order
 * @param items of a sequence
 */
public record YamlValue(
    int line, String text, Map<String, YamlValue> fields, List<YamlValue> items) {
  public YamlValue {
    fields = new LinkedHashMap<>(fields);
    items = List.copyOf(items);
  }

  static YamlValue scalar(int line, String text) {
    return new YamlValue(line, text, Map.of(), List.of());
  }

  YamlValue onLine(int other) {
    return new YamlValue(other, text, fields, items);
  }

  /** The value that a path of fields leads to. */
  public Optional<YamlValue> at(String... path) {
    YamlValue value = this;
    for (String name : path) {
      value = value.fields.get(name);
      if (value == null) {
        return Optional.empty();
      }
    }
    return Optional.of(value);
  }

  /** The text that a path of fields leads to; empty where there is none. */
  public String textAt(String... path) {
    return at(path).map(YamlValue::text).orElse("");
  }

  public boolean has(String... path) {
    return at(path).isPresent();
  }

  /** Scalars, with the name of the field that they are in, at any depth. */
  public void scalars(BiConsumer<String, YamlValue> consumer) {
    scalars("", consumer);
  }

  private void scalars(String name, BiConsumer<String, YamlValue> consumer) {
    if (fields.isEmpty() && items.isEmpty()) {
      consumer.accept(name, this);
    }
    fields.forEach((field, value) -> value.scalars(field, consumer));
    items.forEach(item -> item.scalars(name, consumer));
  }

  /** As Flink reads its configuration: names with dots between, lists with semicolons. */
  public Map<String, YamlValue> flattened() {
    Map<String, YamlValue> flat = new LinkedHashMap<>();
    flatten("", flat);
    return flat;
  }

  private void flatten(String prefix, Map<String, YamlValue> flat) {
    fields.forEach(
        (name, value) -> {
          String key = prefix.isEmpty() ? name : prefix + "." + name;
          if (!value.fields.isEmpty()) {
            value.flatten(key, flat);
          } else if (!value.items.isEmpty()) {
            List<String> texts = new ArrayList<>();
            value.items.forEach(item -> texts.add(item.text));
            flat.put(key, scalar(value.line, String.join(";", texts)));
          } else {
            flat.put(key, value);
          }
        });
  }
}
