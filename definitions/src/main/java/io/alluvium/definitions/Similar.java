package io.alluvium.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Guesses which name was meant. */
public final class Similar {
  private static final int MAX_DISTANCE = 3;

  private Similar() {}

  /** Such as {@code ; did you mean 'hostname'?}, or the names that there are. */
  static String hint(String name, JsonNode fields) {
    List<String> names = new ArrayList<>();
    fields.fieldNames().forEachRemaining(names::add);
    return hint(name, names);
  }

  /** Such as {@code ; did you mean 'hostname'?}, or the names that there are. */
  public static String hint(String name, Collection<String> names) {
    if (names.isEmpty()) {
      return "; remove it";
    }
    String nearest =
        names.stream().min(Comparator.comparingInt(known -> distance(name, known))).orElseThrow();
    return distance(name, nearest) <= MAX_DISTANCE
        ? "; did you mean '" + nearest + "'?"
        : "; there are " + String.join(", ", names);
  }

  /** Levenshtein's. */
  private static int distance(String left, String right) {
    int[] previous = new int[right.length() + 1];
    for (int column = 0; column <= right.length(); column++) {
      previous[column] = column;
    }
    for (int row = 1; row <= left.length(); row++) {
      int[] current = new int[right.length() + 1];
      current[0] = row;
      for (int column = 1; column <= right.length(); column++) {
        int substituted =
            previous[column - 1] + (left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1);
        current[column] =
            Math.min(substituted, 1 + Math.min(previous[column], current[column - 1]));
      }
      previous = current;
    }
    return previous[right.length()];
  }
}
