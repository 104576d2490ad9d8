package io.alluvium.models.project;

import io.alluvium.definitions.DefinitionValue;
import java.util.List;
import java.util.Optional;

/**
 * What the YAML says of a column.
 *
 * @param description empty where there is none
 * @param type in Flink SQL
 */
public record ColumnProperties(
    String name,
    String description,
    Optional<String> type,
    List<DefinitionValue> tests,
    DefinitionValue definition) {

  static ColumnProperties of(DefinitionValue column) {
    return new ColumnProperties(
        column.required("name").text(),
        column.get("description").map(DefinitionValue::text).map(String::strip).orElse(""),
        column.get("data_type").map(DefinitionValue::text),
        TestList.of(column),
        column);
  }
}
