package io.alluvium.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.types.Row;

/** Prints rows for people: in columns, or one row as a list of its fields. */
public final class TextRows {
  private static final String GAP = "  ";

  private final PrintWriter out;

  public TextRows(PrintWriter out) {
    this.out = out;
  }

  /** In columns under their names; numbers to the right. */
  public void write(List<String> names, Iterator<Row> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(names);
    int[] widths = names.stream().mapToInt(String::length).toArray();
    boolean[] numbers = new boolean[widths.length];
    while (rows.hasNext()) {
      Row row = rows.next();
      List<String> line = new ArrayList<>();
      for (int i = 0; i < widths.length; i++) {
        String text = text(row.getField(i));
        numbers[i] |= row.getField(i) instanceof Number;
        widths[i] = Math.max(widths[i], text.length());
        line.add(text);
      }
      lines.add(line);
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String padding = " ".repeat(widths[i] - line.get(i).length());
        text.append(i == 0 ? "" : GAP)
            .append(numbers[i] ? padding + line.get(i) : line.get(i) + padding);
      }
      out.println(text.toString().stripTrailing());
    }
  }

  /** A line per field; what has parts is a line per part. */
  public void writeOne(List<String> names, Row row) {
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      for (String part : parts(row.getField(i))) {
        out.println((name + " ".repeat(width - name.length()) + GAP + part).stripTrailing());
        name = "";
      }
    }
  }

  static List<String> parts(Object value) {
    Stream<String> parts;
    if (value instanceof Object[] array) {
      parts = Stream.of(array).map(TextRows::text);
    } else if (value instanceof Map<?, ?> map) {
      parts = map.entrySet().stream().map(entry -> entry.getKey() + " = " + entry.getValue());
    } else {
      parts = Stream.of(text(value));
    }
    List<String> all = parts.toList();
    return all.isEmpty() ? List.of("-") : all;
  }

  private static String text(Object value) {
    if (value == null) {
      return "-";
    } else if (value instanceof Map<?, ?> map) {
      return map.values().stream()
          .map(TextRows::text)
          .filter(text -> !text.isEmpty())
          .collect(Collectors.joining(GAP));
    }
    return value.toString();
  }
}
