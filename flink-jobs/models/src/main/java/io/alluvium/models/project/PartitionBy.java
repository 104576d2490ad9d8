package io.alluvium.models.project;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The partitions of a table.
 *
 * @param field the column that tells a partition's time, where it is said
 * @param granularity how much time a partition is: hour, day, month or year
 */
public record PartitionBy(
    List<String> columns, Optional<String> field, String granularity, Setting setting) {
  private static final Set<String> FIELDS = Set.of("field", "granularity", "data_type");
  private static final Set<String> GRANULARITIES = Set.of("hour", "day", "month", "year");

  static PartitionBy of(Setting setting) {
    if (!(setting.value() instanceof Map)) {
      return new PartitionBy(setting.texts(), Optional.empty(), "day", setting);
    }
    Map<String, Object> fields = setting.map();
    Object field = fields.get("field");
    Object granularity = fields.getOrDefault("granularity", "day");
    if (!FIELDS.containsAll(fields.keySet()) || !(field instanceof String column)) {
      throw setting.error("needs 'field', may have granularity and data_type, and nothing else");
    } else if (!GRANULARITIES.contains(granularity)) {
      throw setting.error(
          "has granularity '" + granularity + "', which must be hour, day, month or year");
    }
    return new PartitionBy(List.of(column), Optional.of(column), granularity.toString(), setting);
  }
}
