package io.alluvium.connectors.delta.catalog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import javax.annotation.Nullable;
import org.apache.flink.table.catalog.stats.CatalogColumnStatistics;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataBase;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataBoolean;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataDate;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataDouble;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataLong;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataString;
import org.apache.flink.table.catalog.stats.Date;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * Least and greatest values and numbers of nulls of the columns, over all files. The planner
 * guesses costs by them and never results, so deleted rows may count.
 */
final class ColumnBounds {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, Bounds> byColumn = new HashMap<>();
  private int files;

  /** How many files told each of the three. */
  private static final class Bounds {
    private BigDecimal min;
    private BigDecimal max;
    private long nulls;
    private int minFiles;
    private int maxFiles;
    private int nullFiles;
  }

  static CatalogColumnStatistics of(DeltaSnapshot table) {
    ColumnBounds bounds = new ColumnBounds();
    for (DataFile file : table.files()) {
      if (file.statistics() == null || !bounds.add(file.statistics())) {
        return CatalogColumnStatistics.UNKNOWN;
      }
    }
    Map<String, CatalogColumnStatisticsDataBase> columns = new HashMap<>();
    for (RowType.RowField field : table.rowType().getFields()) {
      Bounds ofColumn = bounds.byColumn.get(field.getName());
      CatalogColumnStatisticsDataBase statistics =
          ofColumn == null ? null : bounds.toFlink(field.getType(), ofColumn);
      if (statistics != null) {
        columns.put(field.getName(), statistics);
      }
    }
    return new CatalogColumnStatistics(columns);
  }

  /** Whether the statistics could be read. */
  private boolean add(String statistics) {
    files++;
    try (JsonParser json = JSON.createParser(statistics)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String kind = json.currentName();
        if (json.nextToken() == JsonToken.START_OBJECT) {
          addColumns(kind, json);
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void addColumns(String kind, JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      Bounds bounds = byColumn.computeIfAbsent(json.currentName(), column -> new Bounds());
      JsonToken token = json.nextToken();
      if (token.isStructStart()) {
        json.skipChildren();
      } else {
        add(kind, bounds, value(json, token));
      }
    }
  }

  /** Dates as days since the epoch; null for what has no bound that the planner could use. */
  @Nullable
  private static BigDecimal value(JsonParser json, JsonToken token) throws IOException {
    if (token.isNumeric()) {
      return json.getDecimalValue();
    }
    String text = json.getText();
    boolean isDate = token == JsonToken.VALUE_STRING && text.length() == "2026-05-01".length();
    try {
      return isDate ? BigDecimal.valueOf(LocalDate.parse(text).toEpochDay()) : null;
    } catch (java.time.DateTimeException e) {
      return null;
    }
  }

  private static void add(String kind, Bounds bounds, @Nullable BigDecimal value) {
    if (value == null) {
      return;
    }
    switch (kind) {
      case "minValues" -> {
        bounds.min = merge(bounds.min, value, BigDecimal::min);
        bounds.minFiles++;
      }
      case "maxValues" -> {
        bounds.max = merge(bounds.max, value, BigDecimal::max);
        bounds.maxFiles++;
      }
      case "nullCount" -> {
        bounds.nulls += value.longValue();
        bounds.nullFiles++;
      }
      default -> {
        // Other engines may keep more.
      }
    }
  }

  private static BigDecimal merge(
      @Nullable BigDecimal known, BigDecimal value, BinaryOperator<BigDecimal> operator) {
    return known == null ? value : operator.apply(known, value);
  }

  @Nullable
  private CatalogColumnStatisticsDataBase toFlink(LogicalType type, Bounds bounds) {
    Long nulls = bounds.nullFiles == files ? bounds.nulls : null;
    boolean bounded = bounds.minFiles == files && bounds.maxFiles == files;
    return switch (type.getTypeRoot()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT ->
          new CatalogColumnStatisticsDataLong(
              bounded ? bounds.min.longValue() : null,
              bounded ? bounds.max.longValue() : null,
              null,
              nulls);
      case FLOAT, DOUBLE, DECIMAL ->
          new CatalogColumnStatisticsDataDouble(
              bounded ? bounds.min.doubleValue() : null,
              bounded ? bounds.max.doubleValue() : null,
              null,
              nulls);
      case DATE ->
          new CatalogColumnStatisticsDataDate(
              bounded ? new Date(bounds.min.longValue()) : null,
              bounded ? new Date(bounds.max.longValue()) : null,
              null,
              nulls);
      case BOOLEAN -> new CatalogColumnStatisticsDataBoolean(null, null, nulls);
      case CHAR, VARCHAR -> new CatalogColumnStatisticsDataString(null, null, null, nulls);
      default -> null;
    };
  }
}
