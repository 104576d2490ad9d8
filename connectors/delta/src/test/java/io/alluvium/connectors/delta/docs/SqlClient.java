package io.alluvium.connectors.delta.docs;

import io.alluvium.connectors.delta.table.SqlSession;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.api.ResultKind;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.internal.TableResultInternal;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.utils.print.PrintStyle;
import org.apache.flink.util.CloseableIterator;

/**
 * Runs statements as the SQL client does in tableau mode. The client makes a new environment when
 * the runtime mode changes; here there are two, which share catalogs and what is current.
 */
final class SqlClient {
  private static final Pattern SET = Pattern.compile("(?s)SET '([^']+)' = '([^']*)'");
  private static final Pattern SESSION = Pattern.compile("(?s)(CREATE CATALOG|USE) .*");
  private static final int MAX_COLUMN_WIDTH = 40;

  private final TableEnvironment batch;
  private final TableEnvironment streaming;
  private boolean isStreaming = true;

  SqlClient(Path lake) {
    batch = SqlSession.batch(lake).tables();
    streaming = SqlSession.streaming(lake).tables();
    for (TableEnvironment environment : List.of(batch, streaming)) {
      environment.useCatalog("default_catalog");
      environment.executeSql("DROP CATALOG lake");
      environment.getConfig().set("table.exec.resource.default-parallelism", "1");
    }
  }

  /**
   * Runs statements, each of which ends with a semicolon at the end of a line.
   *
   * @param maxRows of the last, after which a query that does not end is cancelled
   * @return what the last prints
   */
  String run(String statements, int maxRows) throws Exception {
    String output = "";
    for (String statement : statements.split(";\\s*(\\n|$)")) {
      output = runOne(statement.strip(), maxRows);
    }
    return output;
  }

  private String runOne(String statement, int maxRows) throws Exception {
    Matcher set = SET.matcher(statement);
    if (set.matches()) {
      set(set.group(1), set.group(2));
      return "";
    }
    if (SESSION.matcher(statement).matches()) {
      batch.executeSql(statement);
      streaming.executeSql(statement);
      return "";
    }
    TableEnvironment environment = isStreaming ? streaming : batch;
    TableResultInternal result = (TableResultInternal) environment.executeSql(statement);
    if (statement.startsWith("INSERT")) {
      result.await();
      return "";
    }
    return result.getResultKind() == ResultKind.SUCCESS ? "" : print(result, maxRows);
  }

  private void set(String option, String value) {
    if (option.equals("execution.runtime-mode")) {
      isStreaming = value.equals("streaming");
    } else if (!option.startsWith("sql-client.") && !option.equals("table.dml-sync")) {
      batch.getConfig().set(option, value);
      streaming.getConfig().set(option, value);
    }
  }

  private String print(TableResultInternal result, int maxRows) throws Exception {
    List<RowData> rows = new ArrayList<>();
    try (CloseableIterator<RowData> results = result.collectInternal()) {
      while (rows.size() < maxRows && results.hasNext()) {
        rows.add(results.next());
      }
    }
    StringWriter text = new StringWriter();
    PrintStyle style =
        PrintStyle.tableauWithDataInferredColumnWidths(
            result.getResolvedSchema(),
            result.getRowDataToStringConverter(),
            MAX_COLUMN_WIDTH,
            false,
            isStreaming);
    Iterator<RowData> iterator = rows.iterator();
    style.print(iterator, new PrintWriter(text));
    // The last line counts the rows; of a query that was cancelled it would say something else.
    return text.toString().lines().filter(line -> line.matches("[|+].*")).toList().stream()
        .reduce("", (all, line) -> all + line + "\n");
  }
}
