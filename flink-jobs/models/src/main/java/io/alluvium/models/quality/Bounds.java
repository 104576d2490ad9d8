package io.alluvium.models.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A range in SQL and in words. */
final class Bounds {
  private Bounds() {}

  static String holds(
      TestCall call,
      String value,
      Optional<String> least,
      Optional<String> most,
      boolean strictly) {
    List<String> conditions = new ArrayList<>();
    least.ifPresent(bound -> conditions.add(value + (strictly ? " > " : " >= ") + bound));
    most.ifPresent(bound -> conditions.add(value + (strictly ? " < " : " <= ") + bound));
    if (conditions.isEmpty()) {
      throw call.error("needs min_value, max_value or both");
    }
    return "(" + String.join(" AND ", conditions) + ")";
  }

  static String must(Optional<String> least, Optional<String> most, boolean strictly) {
    List<String> conditions = new ArrayList<>();
    least.ifPresent(bound -> conditions.add((strictly ? "above " : "at least ") + bound));
    most.ifPresent(bound -> conditions.add((strictly ? "below " : "at most ") + bound));
    return "must be " + String.join(" and ", conditions);
  }
}
