package io.alluvium.models.project;

import io.alluvium.definitions.DefinitionValue;
import java.util.List;
import java.util.Optional;

/**
 * What the YAML says of a model or seed.
 *
 * @param file that says it, as shown to people
 */
public record Properties(
    String file,
    String name,
    String description,
    List<ColumnProperties> columns,
    List<DefinitionValue> tests,
    ConfigSettings config,
    Optional<DefinitionValue> definition) {

  /** Of a model that no YAML mentions. */
  static Properties none(String name) {
    return new Properties(
        "", name, "", List.of(), List.of(), new ConfigSettings(), Optional.empty());
  }

  static Properties of(String file, DefinitionValue model, YamlJinja jinja) {
    ConfigSettings config = new ConfigSettings();
    for (String topLevel : List.of("meta", "tags", "docs", "group", "access")) {
      model
          .get(topLevel)
          .ifPresent(value -> config.put(topLevel, jinja.render(value), Origin.of(value)));
    }
    model
        .get("config")
        .ifPresent(
            given ->
                given
                    .fields()
                    .forEach(
                        (key, value) -> config.put(key, jinja.render(value), Origin.of(value))));
    return new Properties(
        file,
        model.required("name").text(),
        model.get("description").map(DefinitionValue::text).map(String::strip).orElse(""),
        columns(model),
        TestList.of(model),
        config,
        Optional.of(model));
  }

  static List<ColumnProperties> columns(DefinitionValue owner) {
    List<ColumnProperties> columns =
        owner
            .get("columns")
            .map(list -> list.items().stream().map(ColumnProperties::of).toList())
            .orElse(List.of());
    for (int i = 0; i < columns.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (columns.get(j).name().equals(columns.get(i).name())) {
          throw columns
              .get(i)
              .definition()
              .error("column '" + columns.get(i).name() + "' is there twice; remove one");
        }
      }
    }
    return columns;
  }

  public Optional<ColumnProperties> column(String column) {
    return columns.stream().filter(one -> one.name().equals(column)).findFirst();
  }
}
