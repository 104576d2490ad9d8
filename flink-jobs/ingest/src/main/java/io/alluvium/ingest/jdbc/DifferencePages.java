package io.alluvium.ingest.jdbc;

import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import io.alluvium.ingest.batch.Page;
import io.alluvium.ingest.batch.PageReader;
import io.alluvium.ingest.bronze.BronzeOperation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/** What has become of the rows of a range since bronze was written: one page. */
final class DifferencePages implements PageReader.Pages {
  private static final String ENDED = "ended";

  private final JdbcDatabase database;
  private final JdbcShape shape;
  private final JdbcWork work;
  private final RangeRows rows;
  private final BronzeRows bronze;
  private boolean ended;

  DifferencePages(
      JdbcDatabase database,
      JdbcShape shape,
      JdbcWork work,
      RangeRows rows,
      BronzeRows bronze,
      String progress) {
    this.database = database;
    this.shape = shape;
    this.work = work;
    this.rows = rows;
    this.bronze = bronze;
    this.ended = progress.equals(ENDED);
  }

  @Override
  @Nullable
  public Page next() throws Exception {
    if (ended) {
      return null;
    }
    ended = true;
    Map<String, BronzeRows.Last> before = bronze.last(work);
    RowJson json = new RowJson(shape.columns());
    List<RoutedRow> page = new ArrayList<>();
    try (RangeQuery query = RangeQuery.open(database, shape, work, null)) {
      while (query.rows().next()) {
        RangeRows.Read row = rows.read(query.rows());
        String key = json.key(row.row(), shape.key());
        BronzeRows.Last last = before.remove(key);
        if (last == null) {
          page.add(
              rows.emitted(
                  row,
                  work.first() ? BronzeOperation.SNAPSHOT : BronzeOperation.CREATE,
                  null,
                  key));
        } else if (!last.json().equals(json.of(row.row()))) {
          page.add(rows.emitted(row, BronzeOperation.UPDATE, last.json(), key));
        }
      }
    } catch (SQLException e) {
      throw database.refused(e);
    }
    before.forEach(
        (key, last) ->
            page.add(
                rows.emitted(rows.gone(last.row()), BronzeOperation.DELETE, last.json(), key)));
    return Page.of(page, ENDED);
  }
}
