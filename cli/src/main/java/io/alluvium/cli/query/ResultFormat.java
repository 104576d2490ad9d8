package io.alluvium.cli.query;

import io.alluvium.cli.output.CsvRows;
import io.alluvium.cli.output.JsonRows;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.internal.TableResultInternal;
import org.apache.flink.table.utils.print.PrintStyle;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** How {@code alluvium query} prints a result. */
enum ResultFormat {
  /** For people. */
  table {
    @Override
    void write(TableResult result, PrintWriter out) {
      // What TableResult.print() does, but to the command's output.
      PrintStyle style =
          PrintStyle.tableauWithDataInferredColumnWidths(
              result.getResolvedSchema(),
              ((TableResultInternal) result).getRowDataToStringConverter());
      style.print(((TableResultInternal) result).collectInternal(), out);
    }
  },

  /** RFC 4180, with a header; an absent value is an empty field. */
  csv {
    @Override
    void write(TableResult result, PrintWriter out) throws IOException {
      rows(result, new CsvRows(out)::write);
    }
  },

  /** One array of objects, numbers as numbers, times in ISO 8601. */
  json {
    @Override
    void write(TableResult result, PrintWriter out) throws IOException {
      rows(result, new JsonRows(out)::write);
    }
  };

  abstract void write(TableResult result, PrintWriter out) throws IOException;

  /** Prints rows under the names of their columns. */
  private interface RowPrinter {
    void write(List<String> names, Iterator<Row> rows) throws IOException;
  }

  private static void rows(TableResult result, RowPrinter printer) throws IOException {
    try (CloseableIterator<Row> rows = result.collect()) {
      printer.write(result.getResolvedSchema().getColumnNames(), rows);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("closing the result", e);
    }
  }
}
