package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.table.SqlSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.ExceptionUtils;

/** A batch session in which statements may print rows of any kind. */
record CatalogSession(SqlSession sql) {

  static CatalogSession of(Path lake) {
    return new CatalogSession(SqlSession.batch(lake));
  }

  /** The rows that a statement prints, in their order. */
  List<Row> rows(String statement, Object... arguments) throws Exception {
    List<Row> rows = new ArrayList<>();
    try (CloseableIterator<Row> results = sql.stream(statement, arguments)) {
      results.forEachRemaining(rows::add);
    }
    return rows;
  }

  /** As {@link #rows}, as texts. */
  List<String> texts(String statement, Object... arguments) throws Exception {
    return rows(statement, arguments).stream().map(Row::toString).toList();
  }

  void execute(String statement, Object... arguments) {
    sql.execute(statement, arguments);
  }

  void insert(String statement, Object... arguments) throws Exception {
    sql.insert(statement, arguments);
  }

  /** The connector's message about what goes wrong. */
  String failure(String statement, Object... arguments) {
    try {
      rows(statement, arguments);
    } catch (Exception e) {
      return ExceptionUtils.findThrowable(e, DeltaException.class)
          .map(Throwable::getMessage)
          .orElseThrow(() -> new AssertionError("not a message for users", e));
    }
    throw new AssertionError("went well: " + statement);
  }
}
