package io.alluvium.connectors.delta.parquet;

import io.alluvium.connectors.delta.DeltaException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/**
 * Of which columns the log keeps statistics, as a table's properties say.
 *
 * @param count of leading columns, fields of rows counted each; negative for all. Without meaning
 *     where there are names
 * @param names of the columns, with dots for fields of rows; empty where the count rules
 */
@Internal
public record StatisticsColumns(int count, List<String> names) implements Serializable {
  private static final String COUNT_PROPERTY = "delta.dataSkippingNumIndexedCols";
  private static final String NAMES_PROPERTY = "delta.dataSkippingStatsColumns";

  /** The protocol's. */
  public static final StatisticsColumns DEFAULT = new StatisticsColumns(32, List.of());

  public StatisticsColumns {
    names = List.copyOf(names);
  }

  /**
   * @throws DeltaException where a property is not a number
   */
  public static StatisticsColumns of(Map<String, String> properties) {
    String names = properties.get(NAMES_PROPERTY);
    if (names != null && !names.isBlank()) {
      return new StatisticsColumns(
          0, Arrays.stream(names.split(",")).map(name -> name.replace("`", "").strip()).toList());
    }
    String count = properties.get(COUNT_PROPERTY);
    try {
      return count == null
          ? DEFAULT
          : new StatisticsColumns(Integer.parseInt(count.strip()), List.of());
    } catch (NumberFormatException e) {
      throw new DeltaException(
          "The table property '"
              + COUNT_PROPERTY
              + "' is '"
              + count
              + "', which is no number. Set it to a number of columns, or to -1 for all.",
          e);
    }
  }

  /**
   * @param ordinal of the column among the file's leaves
   * @param path its name, with dots
   */
  boolean include(int ordinal, String path) {
    if (names.isEmpty()) {
      return count < 0 || ordinal < count;
    }
    return names.stream().anyMatch(name -> path.equals(name) || path.startsWith(name + "."));
  }
}
