package io.alluvium.models.project;

import io.alluvium.definitions.DefinitionValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table that a model reads and something else writes.
 *
 * @param file that declares it, as shown to people
 * @param schema the layer in the lake
 * @param table its name there
 */
public record SourceTable(
    String file,
    String source,
    String name,
    String schema,
    String table,
    String description,
    String sourceDescription,
    List<ColumnProperties> columns,
    List<DefinitionValue> tests,
    List<String> tags,
    Optional<Watermark> watermark,
    DefinitionValue definition,
    DefinitionValue sourceDefinition) {

  static List<SourceTable> of(String file, DefinitionValue source, YamlJinja jinja) {
    List<SourceTable> tables = new ArrayList<>();
    List<DefinitionValue> items =
        source.get("tables").map(DefinitionValue::items).orElse(List.of());
    for (DefinitionValue table : items) {
      tables.add(of(file, source, table, jinja));
    }
    return tables;
  }

  private static SourceTable of(
      String file, DefinitionValue source, DefinitionValue table, YamlJinja jinja) {
    String name = source.required("name").text();
    String tableName = table.required("name").text();
    List<String> tags = new ArrayList<>();
    Optional<Watermark> watermark = Optional.empty();
    for (DefinitionValue level : List.of(source, table)) {
      level.get("tags").ifPresent(value -> tags.addAll(texts("tags", value, jinja)));
      Map<String, DefinitionValue> config =
          level.get("config").map(DefinitionValue::fields).orElse(Map.of());
      for (Map.Entry<String, DefinitionValue> entry : config.entrySet()) {
        DefinitionValue value = entry.getValue();
        switch (entry.getKey()) {
          case "tags" -> tags.addAll(texts("tags", value, jinja));
          case "watermark" ->
              watermark =
                  Optional.of(
                      Watermark.of(
                          new Setting("watermark", jinja.render(value), Origin.of(value))));
          case "meta", "enabled", "freshness", "loaded_at_field", "event_time" -> {
            // Of dbt; kept in the definition.
          }
          default ->
              throw value.error(
                  "there is no configuration '"
                      + entry.getKey()
                      + "' of a source; there are tags, meta, enabled, freshness, loaded_at_field,"
                      + " watermark");
        }
      }
    }
    return new SourceTable(
        file,
        name,
        tableName,
        source.get("schema").map(value -> jinja.render(value).toString()).orElse(name),
        table.get("identifier").map(DefinitionValue::text).orElse(tableName),
        description(table),
        description(source),
        Properties.columns(table),
        TestList.of(table),
        List.copyOf(tags),
        watermark,
        table,
        source);
  }

  private static List<String> texts(String key, DefinitionValue value, YamlJinja jinja) {
    return new Setting(key, jinja.render(value), Origin.of(value)).texts();
  }

  private static String description(DefinitionValue value) {
    return value.get("description").map(DefinitionValue::text).map(String::strip).orElse("");
  }
}
