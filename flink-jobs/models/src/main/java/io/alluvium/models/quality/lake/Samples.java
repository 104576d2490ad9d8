package io.alluvium.models.quality.lake;

import io.alluvium.models.quality.RowJson;
import io.alluvium.models.quality.TestedTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** Some of the rows of queries, as JSON objects: all by one job. */
final class Samples {
  private static final int ROWS = 5;

  private Samples() {}

  /** By the number of the query. */
  static Map<Integer, List<String>> of(TableEnvironment tables, List<String> queries) {
    List<String> selects = new ArrayList<>();
    for (int i = 0; i < queries.size(); i++) {
      TestedTable rows = TestedTable.of("", tables.sqlQuery(queries.get(i)).getResolvedSchema());
      selects.add(
          "SELECT "
              + i
              + " AS query, "
              + RowJson.of(rows.columns())
              + " AS sample FROM (SELECT * FROM ("
              + queries.get(i)
              + "\n) LIMIT "
              + ROWS
              + ")");
    }
    Map<Integer, List<String>> samples = new HashMap<>();
    if (selects.isEmpty()) {
      return samples;
    }
    try (CloseableIterator<Row> rows =
        tables.executeSql(String.join("\nUNION ALL\n", selects)).collect()) {
      while (rows.hasNext()) {
        Row row = rows.next();
        samples
            .computeIfAbsent((Integer) row.getField(0), query -> new ArrayList<>())
            .add((String) row.getField(1));
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return samples;
  }
}
