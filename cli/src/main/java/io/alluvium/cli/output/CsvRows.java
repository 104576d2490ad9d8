package io.alluvium.cli.output;

import java.io.PrintWriter;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.flink.types.Row;

/** Prints rows as RFC 4180 says, with a header; an absent value is an empty field. */
public final class CsvRows {
  private static final String LINE_END = "\r\n";

  private final PrintWriter out;

  public CsvRows(PrintWriter out) {
    this.out = out;
  }

  public void write(List<String> names, Iterator<Row> rows) {
    StringJoiner header = new StringJoiner(",", "", LINE_END);
    names.forEach(name -> header.add(field(name)));
    out.write(header.toString());
    while (rows.hasNext()) {
      Row row = rows.next();
      StringJoiner line = new StringJoiner(",", "", LINE_END);
      for (int i = 0; i < row.getArity(); i++) {
        line.add(field(row.getField(i)));
      }
      out.write(line.toString());
    }
  }

  private static String field(Object value) {
    if (value == null) {
      return "";
    }
    String text = text(value);
    // An empty text is quoted, to tell it from an absent value.
    boolean plain =
        !text.isEmpty()
            && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private static String text(Object value) {
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if ((value instanceof Object[] array && array.length == 0)
        || (value instanceof Map<?, ?> map && map.isEmpty())) {
      return "";
    }
    return String.join("; ", TextRows.parts(value));
  }
}
