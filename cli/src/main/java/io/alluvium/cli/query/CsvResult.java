package io.alluvium.cli.query;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** Prints a result as RFC 4180 says. */
final class CsvResult {
  private static final String LINE_END = "\r\n";

  private final PrintWriter out;

  CsvResult(PrintWriter out) {
    this.out = out;
  }

  void write(TableResult result) throws IOException {
    List<String> names = result.getResolvedSchema().getColumnNames();
    StringJoiner header = new StringJoiner(",", "", LINE_END);
    names.forEach(name -> header.add(field(name)));
    out.write(header.toString());
    try (CloseableIterator<Row> rows = result.collect()) {
      while (rows.hasNext()) {
        Row row = rows.next();
        StringJoiner line = new StringJoiner(",", "", LINE_END);
        for (int i = 0; i < row.getArity(); i++) {
          line.add(field(row.getField(i)));
        }
        out.write(line.toString());
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("closing the result", e);
    }
  }

  private static String field(Object value) {
    if (value == null) {
      return "";
    }
    String text =
        value instanceof byte[] bytes
            ? Base64.getEncoder().encodeToString(bytes)
            : value.toString();
    // An empty text is quoted, to tell it from an absent value.
    boolean plain =
        !text.isEmpty()
            && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
