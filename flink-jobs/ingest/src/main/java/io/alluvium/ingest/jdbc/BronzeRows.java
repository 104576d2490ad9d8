package io.alluvium.ingest.jdbc;

import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.LakePaths;
import io.alluvium.ingest.batch.TableScan;
import io.alluvium.ingest.bronze.BronzeOperation;
import io.alluvium.ingest.bronze.BronzeSchema;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;

/** What bronze holds of a table or query. */
final class BronzeRows {
  private final LakePaths lake;
  private final BronzeTarget target;
  private final JdbcShape shape;
  private final String source;
  private final OrderValue order;
  private final int operation;
  private final int sequence;
  private final int sourceColumn;

  BronzeRows(LakePaths lake, BronzeTarget target, JdbcShape shape, String source) {
    this.lake = lake;
    this.target = target;
    this.shape = shape;
    this.source = source;
    this.order = shape.orderColumn() == null ? null : OrderValue.of(shape.orderColumn());
    this.operation = target.schema().indexOf(BronzeSchema.OP);
    this.sequence = target.schema().indexOf(BronzeSchema.SEQUENCE);
    this.sourceColumn = target.schema().indexOf(BronzeSchema.SOURCE);
  }

  /** A row's last change. */
  record Last(long sequence, boolean deleted, String json, RowData row) {}

  /** The greatest value of the order column; empty where there is no row. */
  Optional<String> mark() throws Exception {
    String[] most = new String[1];
    forEach(
        bounds -> true,
        row -> {
          String value = orderOf(row);
          if (value != null && (most[0] == null || order.compare(value, most[0]) > 0)) {
            most[0] = value;
          }
        });
    return Optional.ofNullable(most[0]);
  }

  /** The latest round of which there is a row; 0 where there is none. */
  long lastRound() throws Exception {
    long[] last = {0};
    new TableScan(lake.path(target.table()), target.rowType())
        .forEach(
            BronzeSchema.SEQUENCE,
            bounds -> bounds.most().asLong() > last[0],
            row -> {
              if (isOurs(row)) {
                last[0] = Math.max(last[0], row.getLong(sequence));
              }
            });
    return last[0];
  }

  /** Hashes of the rows whose order column is at least a value. */
  Set<RowJson.Hash> from(String least) throws Exception {
    RowJson json = new RowJson(shape.columns());
    Set<RowJson.Hash> hashes = new HashSet<>();
    forEach(
        bounds -> mayReach(bounds, least),
        row -> {
          String value = orderOf(row);
          if (value != null && order.compare(value, least) >= 0) {
            hashes.add(RowJson.Hash.of(json.of(row)));
          }
        });
    return hashes;
  }

  /** By key, the last change of each row whose order column is in a range. */
  Map<String, Last> last(JdbcWork range) throws Exception {
    RowJson json = new RowJson(shape.columns());
    Map<String, Last> rows = new HashMap<>();
    forEach(
        bounds -> range.from() == null || mayReach(bounds, range.from()),
        row -> {
          if (isIn(range, orderOf(row))) {
            Last change =
                new Last(
                    row.getLong(sequence),
                    row.getString(operation).equals(BronzeOperation.DELETE.code()),
                    json.of(row),
                    RowCopy.of(row, shape.columns()));
            rows.merge(
                json.key(row, shape.key()),
                change,
                (one, other) -> one.sequence() > other.sequence() ? one : other);
          }
        });
    rows.values().removeIf(Last::deleted);
    return rows;
  }

  private boolean isIn(JdbcWork range, @Nullable String value) {
    if (value == null || range.nulls()) {
      return value == null && range.nulls();
    }
    return (range.from() == null || order.compare(value, range.from()) >= 0)
        && (range.to() == null || order.compare(value, range.to()) < 0);
  }

  /** The value of the order column; null where the row has none. */
  @Nullable
  private String orderOf(RowData row) {
    return row.isNullAt(shape.order()) ? null : order.of(row, shape.order(), shape.orderColumn());
  }

  /** Bounds of numbers can be compared; of others a file may hold anything. */
  private boolean mayReach(TableScan.Bounds bounds, String least) {
    return order != OrderValue.LONG || bounds.most().asLong() >= Long.parseLong(least);
  }

  private void forEach(Predicate<TableScan.Bounds> wanted, Consumer<RowData> action)
      throws Exception {
    new TableScan(lake.path(target.table()), target.rowType())
        .forEach(
            shape.orderColumn().name(),
            wanted,
            row -> {
              if (isOurs(row)) {
                action.accept(row);
              }
            });
  }

  private boolean isOurs(RowData row) {
    return row.getString(sourceColumn).toString().equals(source);
  }
}
