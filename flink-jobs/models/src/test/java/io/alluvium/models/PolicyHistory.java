package io.alluvium.models;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.table.data.TimestampData;

/** The policies over time, by the plainest means. */
final class PolicyHistory {
  private static final LocalDateTime ALWAYS = LocalDateTime.of(1900, 1, 1, 0, 0);

  /** Empty where there was no policy. */
  private final Map<String, NavigableMap<LocalDateTime, Optional<Policy>>> usages = new TreeMap<>();

  private final Map<String, Policy> current = new HashMap<>();

  record Policy(double base, double low, double high) {
    static Policy of(double base) {
      return new Policy(base, base + 1, base + 8);
    }
  }

  void change(String op, String usage, double base, LocalDateTime at) {
    Optional<Policy> policy = op.equals("d") ? Optional.empty() : Optional.of(Policy.of(base));
    NavigableMap<LocalDateTime, Optional<Policy>> changes =
        usages.computeIfAbsent(usage, name -> new TreeMap<>());
    changes.put(at, policy);
    if (op.equals("r")) {
      changes.put(ALWAYS, policy);
    }
    policy.ifPresentOrElse(now -> current.put(usage, now), () -> current.remove(usage));
  }

  Map<String, Policy> current() {
    return current;
  }

  Optional<Policy> at(String usage, LocalDateTime time) {
    NavigableMap<LocalDateTime, Optional<Policy>> changes = usages.get(usage);
    return changes == null || changes.floorEntry(time) == null
        ? Optional.empty()
        : changes.floorEntry(time).getValue();
  }

  /** By usage, policy, whether it was deleted and begin: begin and end. */
  Map<String, List<Object>> versions() {
    Map<String, List<Object>> versions = new TreeMap<>();
    usages.forEach(
        (usage, changes) -> {
          List<LocalDateTime> begins = new ArrayList<>();
          changes.forEach(
              (time, policy) -> {
                if (begins.isEmpty()
                    || !changes.get(begins.get(begins.size() - 1)).equals(policy)) {
                  begins.add(time);
                }
              });
          for (int i = 0; i < begins.size(); i++) {
            LocalDateTime begin = begins.get(i);
            Object end = i + 1 < begins.size() ? text(begins.get(i + 1)) : null;
            String values =
                changes
                    .get(begin)
                    .map(one -> one.base() + "/" + one.low() + "/" + one.high() + "/false")
                    .orElse("null/null/null/true");
            versions.put(usage + "/" + values + "/" + text(begin), Arrays.asList(text(begin), end));
          }
        });
    return versions;
  }

  private static String text(LocalDateTime time) {
    return TimestampData.fromLocalDateTime(time).toString();
  }
}
