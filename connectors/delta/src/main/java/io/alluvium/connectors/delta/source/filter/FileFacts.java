package io.alluvium.connectors.delta.source.filter;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.ReadColumn;
import io.alluvium.connectors.delta.kernel.StoredColumns;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.LogicalType;

/** What the log tells of a file's rows: its partition values and statistics. */
@Internal
public final class FileFacts {
  // Writers cut the greatest timestamp down to milliseconds.
  private static final long TIMESTAMP_CUT_MICROS = 999;

  private final DataFile file;
  private final StoredColumns stored;
  @Nullable private Map<String, Object> statistics;

  /** Values that none of a column's is below or above; there is at least one value. */
  public record Bounds(Comparable<?> min, Comparable<?> max) {}

  public FileFacts(DataFile file, StoredColumns stored) {
    this.file = file;
    this.stored = stored;
  }

  /** Rows that are not deleted. */
  public OptionalLong rowCount() {
    return file.rowCount();
  }

  /** Whether the bounds of a column are values of it, and its number of nulls is exact. */
  public boolean isExact(ReadColumn column) {
    if (isPartition(column)) {
      return true;
    }
    boolean tight = !Boolean.FALSE.equals(statistics().get("tightBounds"));
    return tight && file.deletionVector() == null && isExactType(column.type());
  }

  /** Texts and timestamps are cut, and NaN is treated differently by each writer. */
  private static boolean isExactType(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DATE, DECIMAL -> true;
      default -> false;
    };
  }

  /** Of a partition column; empty where it is null. */
  public Optional<Comparable<?>> partitionValue(ReadColumn column) {
    return Optional.ofNullable(PlainValue.ofPartition(column.type(), partitionText(column)));
  }

  /** Empty where they are not known, or where there are nulls only. */
  public Optional<Bounds> bounds(ReadColumn column) {
    if (isPartition(column)) {
      return partitionValue(column).map(value -> new Bounds(value, value));
    }
    Object min = statistic("minValues", column);
    Object max = statistic("maxValues", column);
    if (min == null || max == null) {
      return Optional.empty();
    }
    return PlainValue.ofStatistics(column.type(), min)
        .flatMap(
            least ->
                PlainValue.ofStatistics(column.type(), max)
                    .map(greatest -> new Bounds(least, uncut(column.type(), greatest))));
  }

  private static Comparable<?> uncut(LogicalType type, Comparable<?> max) {
    return switch (type.getTypeRoot()) {
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          (Long) max + TIMESTAMP_CUT_MICROS;
      default -> max;
    };
  }

  /** Whether it is known that no row has a value. */
  public boolean hasOnlyNulls(ReadColumn column) {
    if (isPartition(column)) {
      return partitionText(column) == null || partitionText(column).isEmpty();
    }
    OptionalLong nulls = nullCount(column);
    return nulls.isPresent()
        && statistics().get("numRecords") instanceof BigDecimal rows
        && nulls.getAsLong() == rows.longValue();
  }

  /** Whether it is known that every row has a value. */
  public boolean hasNoNulls(ReadColumn column) {
    if (isPartition(column)) {
      return !hasOnlyNulls(column);
    }
    OptionalLong nulls = nullCount(column);
    return nulls.isPresent() && nulls.getAsLong() == 0;
  }

  /** Of the rows that are not deleted; empty where it is not known exactly. */
  public OptionalLong exactNullCount(ReadColumn column) {
    return isPartition(column) || file.deletionVector() == null
        ? nullCount(column)
        : OptionalLong.empty();
  }

  /** Of all the file's rows, deleted ones included. */
  public OptionalLong nullCount(ReadColumn column) {
    if (isPartition(column)) {
      return hasOnlyNulls(column) ? rowCount() : OptionalLong.of(0);
    }
    return statistic("nullCount", column) instanceof BigDecimal nulls
        ? OptionalLong.of(nulls.longValue())
        : OptionalLong.empty();
  }

  /** Whether all rows have the column's value from the file's partition. */
  public boolean isPartition(ReadColumn column) {
    return column.isTopLevel()
        && file.partitionValues().containsKey(stored.name(column.path().get(0)));
  }

  @Nullable
  private String partitionText(ReadColumn column) {
    return file.partitionValues().get(stored.name(column.path().get(0)));
  }

  @Nullable
  private Object statistic(String name, ReadColumn column) {
    Object node = statistics().get(name);
    for (String step : storedPath(column)) {
      node = node instanceof Map<?, ?> parent ? parent.get(step) : null;
    }
    return node;
  }

  private List<String> storedPath(ReadColumn column) {
    return stored.path(column.path());
  }

  private Map<String, Object> statistics() {
    if (statistics == null) {
      statistics =
          file.statistics() == null
              ? Map.of()
              : StatisticsJson.parse(file.path(), file.statistics());
    }
    return statistics;
  }
}
