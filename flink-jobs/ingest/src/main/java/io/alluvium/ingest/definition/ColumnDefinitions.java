package io.alluvium.ingest.definition;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.ingest.record.ColumnTypes;
import io.alluvium.ingest.record.DeclaredColumn;
import io.alluvium.ingest.record.EpochUnit;
import io.alluvium.ingest.record.Mismatch;
import io.alluvium.ingest.record.TimeForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * Reads the {@code columns} of a definition, and the {@code values} that hold for all of them; the
 * same in every inlet's YAML.
 */
public final class ColumnDefinitions {
  private ColumnDefinitions() {}

  /**
   * @param root a definition with {@code columns} and perhaps {@code values}
   * @throws io.alluvium.definitions.DefinitionException where one is no column
   */
  public static List<DeclaredColumn> read(DefinitionValue root) {
    Optional<DefinitionValue> defaults = root.get("values");
    List<DeclaredColumn> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (DefinitionValue item : root.required("columns").items()) {
      DeclaredColumn column = column(item, defaults);
      if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
        throw item.required("name").error("column '" + column.name() + "' is there twice");
      }
      columns.add(column);
    }
    return columns;
  }

  private static DeclaredColumn column(DefinitionValue item, Optional<DefinitionValue> defaults) {
    String name = item.required("name").text();
    if (name.startsWith("_")) {
      throw item.required("name").error("only names of metadata columns begin with an underscore");
    }
    DefinitionValue typeName = item.required("type");
    boolean json = typeName.text().strip().equalsIgnoreCase("JSON");
    LogicalType type = type(json ? "STRING" : typeName.text(), typeName);
    boolean isText = type.is(LogicalTypeRoot.VARCHAR);
    // An empty text or a dash is a text; in place of a number it is none.
    Optional<DefinitionValue> nulls =
        item.get("null-values").or(() -> isText ? Optional.empty() : from(defaults, "null-values"));
    return new DeclaredColumn(
        name,
        type,
        item.get("path").map(ColumnDefinitions::path).orElse(List.of(name)),
        item.get("required").map(DefinitionValue::bool).orElse(false),
        item.get("on-mismatch")
            .or(() -> from(defaults, "on-mismatch"))
            .map(value -> Mismatch.valueOf(value.text().toUpperCase(Locale.ROOT)))
            .orElse(Mismatch.RESCUE),
        nulls.map(ColumnDefinitions::texts).orElse(Set.of()),
        item.get("value-map").map(ColumnDefinitions::map).orElse(Map.of()),
        item.get("accept-text")
            .or(() -> from(defaults, "accept-text"))
            .map(DefinitionValue::bool)
            .orElse(false),
        time(item),
        json,
        item.get("description").map(DefinitionValue::text).orElse(""));
  }

  private static Optional<DefinitionValue> from(Optional<DefinitionValue> values, String field) {
    return values.flatMap(value -> value.get(field));
  }

  private static LogicalType type(String name, DefinitionValue place) {
    try {
      return ColumnTypes.parse(name);
    } catch (IllegalArgumentException e) {
      throw place.error(e.getMessage() + ", JSON");
    }
  }

  /** A name, or several from the outermost on. */
  private static List<String> path(DefinitionValue value) {
    return value.isList()
        ? value.items().stream().map(DefinitionValue::text).toList()
        : List.of(value.text());
  }

  private static Set<String> texts(DefinitionValue list) {
    Set<String> texts = new HashSet<>();
    list.items().forEach(item -> texts.add(item.text()));
    return texts;
  }

  private static Map<String, String> map(DefinitionValue value) {
    Map<String, String> map = new HashMap<>();
    value.fields().forEach((from, to) -> map.put(from, to.text()));
    return map;
  }

  private static TimeForm time(DefinitionValue item) {
    Optional<DefinitionValue> pattern = item.get("pattern");
    Optional<DefinitionValue> zone = item.get("zone");
    try {
      return new TimeForm(
          pattern.map(DefinitionValue::text).orElse(null),
          zone.map(DefinitionValue::text).orElse(null),
          item.get("epoch")
              .map(value -> EpochUnit.valueOf(value.text().toUpperCase(Locale.ROOT)))
              .orElse(null));
    } catch (IllegalArgumentException e) {
      throw pattern.or(() -> zone).orElse(item).error(e.getMessage());
    }
  }
}
