package io.alluvium.connectors.delta.table;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.ReadColumn;
import io.alluvium.connectors.delta.kernel.StoredColumns;
import io.alluvium.connectors.delta.source.aggregate.Measure;
import io.alluvium.connectors.delta.source.filter.FileFacts;
import io.alluvium.connectors.delta.source.filter.FileFilter;
import io.alluvium.connectors.delta.source.filter.PlainValue;
import io.alluvium.connectors.delta.source.scan.ScanColumns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.expressions.AggregateExpression;
import org.apache.flink.table.plan.stats.ColumnStats;
import org.apache.flink.table.plan.stats.TableStats;
import org.apache.flink.table.types.logical.LogicalTypeFamily;

/** What the log tells of the rows of a version. */
final class TableStatistics {
  private final List<FileFacts> files;
  private final List<ReadColumn> columns;

  /**
   * @param filter that is the query's whole predicate
   */
  TableStatistics(
      List<DataFile> files, StoredColumns stored, FileFilter filter, ScanColumns columns) {
    this.files =
        files.stream().map(file -> new FileFacts(file, stored)).filter(filter::mayMatch).toList();
    this.columns = columns.read();
  }

  /**
   * The groups' values, then their aggregates; empty where the log does not tell them exactly.
   *
   * @param grouping places of columns
   */
  Optional<List<RowData>> aggregate(int[] grouping, List<AggregateExpression> aggregates) {
    Map<List<Object>, List<FileFacts>> groups = new LinkedHashMap<>();
    for (FileFacts file : files) {
      List<Object> group = new ArrayList<>();
      for (int column : grouping) {
        if (!file.isPartition(columns.get(column))) {
          return Optional.empty();
        }
        group.add(file.partitionValue(columns.get(column)).orElse(null));
      }
      groups.computeIfAbsent(group, key -> new ArrayList<>()).add(file);
    }
    List<RowData> rows = new ArrayList<>();
    for (Map.Entry<List<Object>, List<FileFacts>> group : groups.entrySet()) {
      GenericRowData row = new GenericRowData(grouping.length + aggregates.size());
      for (int i = 0; i < grouping.length; i++) {
        Comparable<?> value = (Comparable<?>) group.getKey().get(i);
        row.setField(
            i,
            value == null ? null : PlainValue.toInternal(columns.get(grouping[i]).type(), value));
      }
      for (int i = 0; i < aggregates.size(); i++) {
        Told told = tell(aggregates.get(i), group.getValue());
        if (told == null) {
          return Optional.empty();
        }
        row.setField(grouping.length + i, told.value());
      }
      rows.add(row);
    }
    return Optional.of(rows);
  }

  private record Told(@Nullable Object value) {}

  /** Null where it cannot be told. */
  @Nullable
  private Told tell(AggregateExpression aggregate, List<FileFacts> of) {
    Optional<Measure.Kind> kind = AggregateTranslation.kind(aggregate);
    if (kind.isEmpty()) {
      return null;
    }
    if (kind.get() == Measure.Kind.COUNT_ROWS) {
      return count(of, null);
    }
    ReadColumn column = columns.get(aggregate.getArgs().get(0).getFieldIndex());
    return switch (kind.get()) {
      case COUNT -> count(of, column);
      case MIN -> extreme(of, column, true);
      case MAX -> extreme(of, column, false);
      default -> null;
    };
  }

  @Nullable
  private static Told count(List<FileFacts> of, @Nullable ReadColumn column) {
    long count = 0;
    for (FileFacts file : of) {
      OptionalLong rows = file.rowCount();
      OptionalLong nulls = column == null ? OptionalLong.of(0) : file.exactNullCount(column);
      if (rows.isEmpty() || nulls.isEmpty()) {
        return null;
      }
      count += rows.getAsLong() - nulls.getAsLong();
    }
    return new Told(count);
  }

  @Nullable
  private static Told extreme(List<FileFacts> of, ReadColumn column, boolean least) {
    Comparable<?> result = null;
    for (FileFacts file : of) {
      // A file whose rows are all deleted still has its partition's value.
      if (file.rowCount().isEmpty() || !file.isExact(column)) {
        return null;
      }
      if (file.rowCount().getAsLong() == 0 || file.hasOnlyNulls(column)) {
        continue;
      }
      Optional<FileFacts.Bounds> bounds = file.bounds(column);
      if (bounds.isEmpty()) {
        return null;
      }
      Comparable<?> value = least ? bounds.get().min() : bounds.get().max();
      int order = result == null ? 0 : PlainValue.compare(value, result);
      if (result == null || (least ? order < 0 : order > 0)) {
        result = value;
      }
    }
    return new Told(result == null ? null : PlainValue.toInternal(column.type(), result));
  }

  /** Estimates for the planner. */
  TableStats report() {
    long rows = 0;
    for (FileFacts file : files) {
      if (file.rowCount().isEmpty()) {
        return TableStats.UNKNOWN;
      }
      rows += file.rowCount().getAsLong();
    }
    Map<String, ColumnStats> statistics = new HashMap<>();
    for (ReadColumn column : columns) {
      if (column.isTopLevel()) {
        statistics.put(column.path().get(0), ofColumn(column));
      }
    }
    return new TableStats(rows, statistics);
  }

  private ColumnStats ofColumn(ReadColumn column) {
    ColumnStats.Builder builder = ColumnStats.Builder.builder();
    long nulls = 0;
    Comparable<?> min = null;
    Comparable<?> max = null;
    boolean known = column.type().is(LogicalTypeFamily.NUMERIC);
    for (FileFacts file : files) {
      nulls += file.nullCount(column).orElse(0);
      Optional<FileFacts.Bounds> bounds = known ? file.bounds(column) : Optional.empty();
      known &= bounds.isPresent() || file.hasOnlyNulls(column);
      if (known && bounds.isPresent()) {
        min =
            min == null || PlainValue.compare(bounds.get().min(), min) < 0
                ? bounds.get().min()
                : min;
        max =
            max == null || PlainValue.compare(bounds.get().max(), max) > 0
                ? bounds.get().max()
                : max;
      }
    }
    builder.setNullCount(nulls);
    return known && min != null ? builder.setMin(min).setMax(max).build() : builder.build();
  }
}
