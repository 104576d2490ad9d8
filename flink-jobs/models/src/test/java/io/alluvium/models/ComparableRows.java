package io.alluvium.models;

import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.models.project.Materialization;
import io.alluvium.models.project.ModelConfig;
import io.alluvium.testing.LakeTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A table's rows as texts, in an order of their own. */
final class ComparableRows {
  private ComparableRows() {}

  static List<String> of(Path lake, String table, ModelConfig config) throws Exception {
    if (!DeltaTable.at(lake.resolve(table).toString()).exists()) {
      return List.of();
    }
    List<Map<String, Object>> rows = new LakeTable(lake, table).rows();
    if (config.materialization() == Materialization.INSERT_OVERWRITE) {
      rows = completePartitions(rows, config.partitionBy().orElseThrow().columns().get(0));
    }
    List<String> texts = new ArrayList<>();
    rows.forEach(row -> texts.add(text(row)));
    texts.sort(null);
    return texts;
  }

  /** Those before the latest that any test writes, which stays open. */
  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> completePartitions(
      List<Map<String, Object>> rows, String column) {
    Object last =
        rows.stream()
            .map(row -> (Comparable<Object>) row.get(column))
            .max(Comparator.naturalOrder())
            .orElse(null);
    return OPEN_DAY <= ((Number) (last == null ? 0 : last)).longValue()
        ? rows.stream().filter(row -> !row.get(column).equals(last)).toList()
        : rows;
  }

  /** Days since the epoch: tests end their input by rows of this day or a later one. */
  static final long OPEN_DAY = java.time.LocalDate.of(2015, 6, 1).toEpochDay();

  private static String text(Map<String, Object> row) {
    StringBuilder text = new StringBuilder();
    row.forEach((column, value) -> text.append(column).append('=').append(text(value)).append(' '));
    return text.toString();
  }

  private static String text(Object value) {
    // Sums of doubles depend on the order of what is summed.
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.8g", number + 0.0)
        : String.valueOf(value);
  }
}
