package io.alluvium.connectors.delta.lint;

import java.util.ArrayList;
import java.util.List;

/** Collects the findings on one table. */
final class Findings {
  private final List<Finding> found = new ArrayList<>();

  void add(long version, String rule, String message) {
    found.add(new Finding(version, rule, message));
  }

  List<Finding> all() {
    return List.copyOf(found);
  }
}
