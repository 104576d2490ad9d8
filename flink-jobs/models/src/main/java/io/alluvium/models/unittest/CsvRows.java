package io.alluvium.models.unittest;

import io.alluvium.models.unittest.WrittenRow.Cell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows as comma-separated values, below the names of their columns; an empty value is null. */
final class CsvRows {
  private final Fixtures.Text text;
  private int at;
  private int line;

  private CsvRows(Fixtures.Text text) {
    this.text = text;
  }

  static List<WrittenRow> of(Fixtures.Text text) {
    return new CsvRows(text).read();
  }

  private List<WrittenRow> read() {
    List<WrittenRow> rows = new ArrayList<>();
    List<String> names = null;
    while (at < text.text().length()) {
      int begun = line;
      List<String> record = record();
      if (record.size() == 1 && record.get(0) == null) {
        continue;
      }
      if (names == null) {
        names = record;
        continue;
      }
      if (record.size() != names.size()) {
        throw text.origin(begun)
            .error("has " + record.size() + " values, but there are " + names.size() + " columns");
      }
      Map<String, Cell> cells = new LinkedHashMap<>();
      for (int i = 0; i < record.size(); i++) {
        cells.put(names.get(i), new Cell(record.get(i), text.origin(begun)));
      }
      rows.add(new WrittenRow(cells, text.origin(begun)));
    }
    if (names == null) {
      throw text.origin(0).error("needs a line with the names of the columns");
    }
    return rows;
  }

  private List<String> record() {
    List<String> values = new ArrayList<>();
    while (true) {
      values.add(value());
      if (at >= text.text().length()) {
        return values;
      }
      char separator = text.text().charAt(at++);
      if (separator == '\n') {
        line++;
        return values;
      }
    }
  }

  /** To the next comma or line break; null where there is nothing. */
  private String value() {
    String all = text.text();
    if (at < all.length() && all.charAt(at) == '"') {
      return quoted();
    }
    int begun = at;
    while (at < all.length() && all.charAt(at) != ',' && all.charAt(at) != '\n') {
      at++;
    }
    String value = all.substring(begun, at).strip();
    return value.isEmpty() ? null : value;
  }

  private String quoted() {
    String all = text.text();
    int begun = line;
    StringBuilder value = new StringBuilder();
    at++;
    while (at < all.length()) {
      char c = all.charAt(at++);
      if (c == '\n') {
        line++;
      }
      if (c != '"') {
        value.append(c);
      } else if (at < all.length() && all.charAt(at) == '"') {
        value.append('"');
        at++;
      } else {
        while (at < all.length() && (all.charAt(at) == ' ' || all.charAt(at) == '\r')) {
          at++;
        }
        return value.toString();
      }
    }
    throw text.origin(begun).error("a quotation mark is not closed");
  }
}
