package io.alluvium.cli.query;

import java.io.IOException;
import java.io.PrintWriter;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.internal.TableResultInternal;
import org.apache.flink.table.utils.print.PrintStyle;

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
      new CsvResult(out).write(result);
    }
  },

  /** One array of objects, numbers as numbers, times in ISO 8601. */
  json {
    @Override
    void write(TableResult result, PrintWriter out) throws IOException {
      new JsonResult(out).write(result);
    }
  };

  abstract void write(TableResult result, PrintWriter out) throws IOException;
}
