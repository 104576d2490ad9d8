package io.alluvium.local.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A filter predicate of a patch: {@code from c where} with comparisons of texts and {@code
 * is_defined}, joined by {@code and}. What compares with a property that is not there is not true.
 */
final class Condition {
  private static final Pattern WHOLE =
      Pattern.compile("\\s*from c where (.+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern COMPARISON =
      Pattern.compile("c\\.(\\w+)\\s*(<=|<|=|>=|>)\\s*\"([^\"]*)\"");
  private static final Pattern DEFINED =
      Pattern.compile("(not\\s+)?is_defined\\(c\\.(\\w+)\\)", Pattern.CASE_INSENSITIVE);

  private Condition() {}

  /**
   * @throws IllegalArgumentException where it is none of these
   */
  static boolean holds(String predicate, ObjectNode item) {
    Matcher whole = WHOLE.matcher(predicate);
    if (!whole.matches()) {
      throw new IllegalArgumentException("Not understood: " + predicate);
    }
    for (String term : whole.group(1).split("\\s+(?i)and\\s+", -1)) {
      if (!termHolds(term.strip(), item)) {
        return false;
      }
    }
    return true;
  }

  private static boolean termHolds(String term, ObjectNode item) {
    Matcher defined = DEFINED.matcher(term);
    if (defined.matches()) {
      return item.has(defined.group(2)) == (defined.group(1) == null);
    }
    Matcher comparison = COMPARISON.matcher(term);
    if (!comparison.matches()) {
      throw new IllegalArgumentException("Not understood: " + term);
    }
    JsonNode value = item.path(comparison.group(1));
    if (!value.isTextual()) {
      return false;
    }
    int order = value.textValue().compareTo(comparison.group(3));
    return switch (comparison.group(2).toLowerCase(Locale.ROOT)) {
      case "<=" -> order <= 0;
      case "<" -> order < 0;
      case "=" -> order == 0;
      case ">=" -> order >= 0;
      default -> order > 0;
    };
  }
}
