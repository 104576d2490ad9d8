package io.alluvium.cli.output;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.types.Row;

/** How a command prints what it found or did. */
public enum OutputFormat {
  /** For people. */
  text {
    @Override
    public void write(List<String> names, Iterator<Row> rows, PrintWriter out) {
      new TextRows(out).write(names, rows);
    }

    @Override
    public void writeOne(List<String> names, Row row, PrintWriter out) {
      new TextRows(out).writeOne(names, row);
    }
  },

  /** RFC 4180, with a header. */
  csv {
    @Override
    public void write(List<String> names, Iterator<Row> rows, PrintWriter out) {
      new CsvRows(out).write(names, rows);
    }

    @Override
    public void writeOne(List<String> names, Row row, PrintWriter out) {
      new CsvRows(out).write(names, List.of(row).iterator());
    }
  },

  /** One array of objects, or one object. */
  json {
    @Override
    public void write(List<String> names, Iterator<Row> rows, PrintWriter out) throws IOException {
      new JsonRows(out).write(names, rows);
    }

    @Override
    public void writeOne(List<String> names, Row row, PrintWriter out) throws IOException {
      new JsonRows(out).writeOne(names, row);
    }
  };

  /** Prints any number of rows under the names of their columns. */
  public abstract void write(List<String> names, Iterator<Row> rows, PrintWriter out)
      throws IOException;

  /** Prints one row, whose fields may have parts. */
  public abstract void writeOne(List<String> names, Row row, PrintWriter out) throws IOException;
}
