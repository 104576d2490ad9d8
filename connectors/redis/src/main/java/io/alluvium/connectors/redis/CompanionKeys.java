package io.alluvium.connectors.redis;

import java.util.List;

/** The keys beside a key, all in its slot, whatever that is: their braces hold the whole key. */
final class CompanionKeys {
  private CompanionKeys() {}

  /** The version of a row, or of each member. */
  static String version(String key) {
    return "{" + key + "}:version";
  }

  /** The rows of a sorted set, by member. */
  static String rows(String key) {
    return "{" + key + "}:rows";
  }

  /** Members that were deleted, by the time until which that is remembered. */
  private static String graves(String key) {
    return "{" + key + "}:graves";
  }

  /** Of a key that holds many rows, as its script wants them. */
  static List<String> all(Layout layout, String key) {
    return layout == Layout.SORTED_SET
        ? List.of(key, version(key), graves(key), rows(key))
        : List.of(key, version(key), graves(key));
  }
}
