package io.alluvium.models.unittest;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.models.project.Origin;
import io.alluvium.models.unittest.WrittenRow.Cell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of an input, or those that are expected.
 *
 * @param rows of the formats dict and csv
 * @param query of the format sql
 * @param origin of the whole
 */
record WrittenRows(List<WrittenRow> rows, Optional<String> query, Origin origin) {

  /**
   * @param owner an entry of {@code given}, or {@code expect}
   * @param fixtures where {@code fixture} finds its files
   */
  static WrittenRows of(DefinitionValue owner, Fixtures fixtures) {
    String format = owner.get("format").map(DefinitionValue::text).orElse("dict");
    Optional<DefinitionValue> rows = owner.get("rows");
    Optional<DefinitionValue> fixture = owner.get("fixture");
    if (rows.isPresent() && fixture.isPresent()) {
      throw fixture.get().error("stands beside rows; remove one of them");
    }
    if (format.equals("dict")) {
      if (fixture.isPresent()) {
        throw fixture.get().error("needs format: csv or format: sql");
      }
      return dictionaries(owner, rows);
    }
    DefinitionValue place = rows.or(() -> fixture).orElse(owner);
    if (place == owner) {
      throw owner.error("needs rows or a fixture");
    }
    if (rows.isPresent() && rows.get().isList()) {
      throw rows.get().error("is a list, which is format: dict; this is format: " + format);
    }
    Fixtures.Text text =
        rows.map(value -> fixtures.inline(value))
            .orElseGet(() -> fixtures.file(fixture.orElseThrow(), format));
    return format.equals("sql")
        ? new WrittenRows(List.of(), Optional.of(text.text()), Origin.of(place))
        : new WrittenRows(CsvRows.of(text), Optional.empty(), Origin.of(place));
  }

  private static WrittenRows dictionaries(DefinitionValue owner, Optional<DefinitionValue> rows) {
    List<WrittenRow> read = new ArrayList<>();
    if (rows.isPresent()) {
      if (!rows.get().isList()) {
        throw rows.get().error("must be a list; a text needs format: csv or format: sql");
      }
      rows.get().items().forEach(row -> read.add(dictionary(row)));
    }
    return new WrittenRows(List.copyOf(read), Optional.empty(), Origin.of(owner));
  }

  private static WrittenRow dictionary(DefinitionValue row) {
    Map<String, Cell> cells = new LinkedHashMap<>();
    for (String name : row.names()) {
      cells.put(
          name,
          row.get(name)
              .map(value -> new Cell(raw(value), Origin.of(value)))
              .orElseGet(() -> new Cell(null, Origin.of(row))));
    }
    return new WrittenRow(cells, Origin.of(row));
  }

  private static Object raw(DefinitionValue value) {
    if (value.isList()) {
      return value.items().stream().map(WrittenRows::raw).toList();
    } else if (value.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      value
          .names()
          .forEach(name -> map.put(name, value.get(name).map(WrittenRows::raw).orElse(null)));
      return map;
    }
    return value.text();
  }
}
