package io.alluvium.ingest.jdbc;

import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import io.alluvium.ingest.batch.BatchException;
import io.alluvium.ingest.batch.Page;
import io.alluvium.ingest.batch.PageReader;
import io.alluvium.ingest.bronze.BronzeOperation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;

/**
 * The rows of a range in the order of a column. A page ends where the column's value changes, so
 * that reading goes on behind a value, whatever has become of the rows before it.
 */
final class OrderedPages implements PageReader.Pages {
  private static final int MOST_ROWS = 200_000;
  private static final String ENDED = "\u0000ended";

  /** Behind the empty text; progress that is empty is the beginning. */
  private static final String EMPTY = "\u0000empty";

  private final JdbcDatabase database;
  private final JdbcShape shape;
  private final JdbcWork work;
  private final RangeRows rows;
  private final int pageRows;
  private final BronzeOperation operation;
  private final Set<RowJson.Hash> known;
  private final RowJson json;
  @Nullable private final OrderValue order;
  private String reached;
  @Nullable private RangeQuery query;
  private boolean onRow;

  /**
   * @param known rows that bronze holds, which are passed over
   * @param progress the value behind which reading goes on
   */
  OrderedPages(
      JdbcDatabase database,
      JdbcShape shape,
      JdbcWork work,
      RangeRows rows,
      int pageRows,
      BronzeOperation operation,
      Set<RowJson.Hash> known,
      String progress) {
    this.database = database;
    this.shape = shape;
    this.work = work;
    this.rows = rows;
    this.pageRows = pageRows;
    this.operation = operation;
    this.known = known;
    this.json = new RowJson(shape.columns());
    this.order =
        shape.orderColumn() == null || work.nulls() ? null : OrderValue.of(shape.orderColumn());
    this.reached = progress;
  }

  @Override
  @Nullable
  public Page next() throws SQLException {
    if (hasEnded(reached)) {
      return null;
    }
    if (query == null) {
      query = RangeQuery.open(database, shape, work, behind(reached));
      onRow = query.rows().next();
    }
    List<RoutedRow> page = new ArrayList<>();
    String value = null;
    int ordinal = 0;
    int read = 0;
    ResultSet result = query.rows();
    while (onRow) {
      String next = order == null ? null : order.of(result, shape.order() + 1);
      boolean another = next != null && !next.equals(value);
      if (another && read >= pageRows) {
        break;
      }
      ordinal = another ? 1 : ordinal + 1;
      value = next;
      if (++read > MOST_ROWS) {
        throw tooMany();
      }
      RangeRows.Read row = rows.read(result);
      if (known.isEmpty() || !known.contains(RowJson.Hash.of(json.of(row.row())))) {
        page.add(
            rows.emitted(
                row, operation, null, value == null ? "" + ordinal : value + "#" + ordinal));
      }
      onRow = result.next();
    }
    reached = onRow ? (value.isEmpty() ? EMPTY : value) : ENDED;
    return Page.of(page, reached);
  }

  /** Whether all rows have been read. */
  static boolean hasEnded(String progress) {
    return progress.equals(ENDED);
  }

  /** The value behind which reading goes on; null for the beginning of the range. */
  @Nullable
  static String behind(String progress) {
    if (progress.isEmpty()) {
      return null;
    }
    return progress.equals(EMPTY) ? "" : progress;
  }

  private BatchException tooMany() {
    return new BatchException(
        (order == null
                ? "There are more than " + MOST_ROWS + " rows without an order"
                : "More than "
                    + MOST_ROWS
                    + " rows have one value of column '"
                    + shape.orderColumn().name()
                    + "'")
            + ", so that a failure could not be gone on from. Name another column under"
            + " source.column.");
  }

  @Override
  public void close() throws java.io.IOException {
    try {
      if (query != null) {
        query.close();
      }
    } catch (SQLException e) {
      throw new java.io.IOException(e);
    }
  }
}
