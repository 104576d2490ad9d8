package io.alluvium.models.unittest;

import java.util.ArrayList;
import java.util.List;

/**
 * How one result differs from another.
 *
 * @param missing rows of the other alone
 * @param unexpected rows of the one alone
 */
record Difference(List<String> columns, List<List<Object>> missing, List<List<Object>> unexpected) {
  private static final int SHOWN = 5;

  boolean isEmpty() {
    return missing.isEmpty() && unexpected.isEmpty();
  }

  int size() {
    return Math.max(missing.size(), unexpected.size());
  }

  /** A line for each row, with a word for those of either side. */
  String text(String other, String one) {
    List<String> lines = new ArrayList<>();
    add(lines, other, missing);
    add(lines, one, unexpected);
    return String.join("\n", lines);
  }

  private void add(List<String> lines, String side, List<List<Object>> rows) {
    rows.stream()
        .limit(SHOWN)
        .forEach(row -> lines.add("  " + side + ": " + Values.text(columns, row)));
    if (rows.size() > SHOWN) {
      lines.add("  " + side + ": and " + (rows.size() - SHOWN) + " more");
    }
  }
}
