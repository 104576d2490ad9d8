package io.alluvium.cdc.transform;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;

/**
 * Which rows are kept: comparisons of a column with a number, a text in single quotes, {@code TRUE}
 * or {@code FALSE} by {@code = <> < <= > >=}, {@code IS [NOT] NULL}, with {@code AND} between. As
 * in SQL a comparison with null is not true.
 */
public final class Filter implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern CONDITION =
      Pattern.compile(
          "\\s*(\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)\\s*(?:"
              + "IS\\s+(?<not>NOT\\s+)?(?<null>NULL)"
              + "|(?<operator>=|<>|!=|<=|>=|<|>)\\s*"
              + "(?<value>'(?:[^']|'')*'|-?\\d+(?:\\.\\d+)?|TRUE|FALSE))"
              + "\\s*(?<and>AND\\b|$)",
          Pattern.CASE_INSENSITIVE);

  private final List<Condition> conditions;

  private Filter(List<Condition> conditions) {
    this.conditions = new ArrayList<>(conditions);
  }

  /**
   * A condition on one column.
   *
   * @param operator {@code null} and {@code not null}, or a comparison
   * @param value as text; null for those two
   */
  record Condition(String column, String operator, @Nullable String value, boolean number)
      implements Serializable {

    boolean accepts(@Nullable String actual) {
      if (operator.equals("null")) {
        return actual == null;
      } else if (actual == null) {
        return false;
      } else if (operator.equals("not null")) {
        return true;
      }
      Integer order = compare(actual);
      return order != null
          && switch (operator) {
            case "=" -> order == 0;
            case "<>", "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
          };
    }

    /** Null where the two cannot be compared. */
    @Nullable
    private Integer compare(String actual) {
      if (!number) {
        return actual.compareTo(value);
      }
      try {
        return new BigDecimal(actual).compareTo(new BigDecimal(value));
      } catch (NumberFormatException e) {
        // NaN and the infinities, or a text: SQL would not compare these with a number.
        return null;
      }
    }
  }

  /**
   * @throws IllegalArgumentException where it says more than this can; the message says what it can
   */
  public static Filter parse(String text) {
    List<Condition> conditions = new ArrayList<>();
    Matcher matcher = CONDITION.matcher(text);
    int end = 0;
    while (end < text.length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw unsupported(text.substring(end));
      }
      conditions.add(condition(matcher));
      end = matcher.end();
      if (matcher.group("and").isEmpty() != (end == text.length())) {
        throw unsupported(text.substring(matcher.start()));
      }
    }
    if (conditions.isEmpty()) {
      throw unsupported(text);
    }
    return new Filter(conditions);
  }

  private static IllegalArgumentException unsupported(String rest) {
    return new IllegalArgumentException(
        "'"
            + rest.strip()
            + "' is not supported: write comparisons such as country = 'DE' AND amount >= 10 AND"
            + " deleted_at IS NULL, and the rest in a model");
  }

  private static Condition condition(Matcher matcher) {
    String column = Projection.name(matcher.group(1));
    if (matcher.group("null") != null) {
      return new Condition(column, matcher.group("not") == null ? "null" : "not null", null, false);
    }
    String value = matcher.group("value");
    if (value.startsWith("'")) {
      return new Condition(
          column,
          matcher.group("operator"),
          value.substring(1, value.length() - 1).replace("''", "'"),
          false);
    }
    boolean number = Character.isDigit(value.charAt(value.length() - 1));
    return new Condition(
        column,
        matcher.group("operator"),
        number ? value : value.toLowerCase(java.util.Locale.ROOT),
        number);
  }

  /** The columns that it looks at. */
  List<String> columns() {
    return conditions.stream().map(Condition::column).distinct().toList();
  }

  /**
   * @param texts of the columns that it looks at
   */
  boolean accepts(Map<String, String> texts) {
    Map<String, String> values = new HashMap<>(texts);
    return conditions.stream()
        .allMatch(condition -> condition.accepts(values.get(condition.column())));
  }
}
