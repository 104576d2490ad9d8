package io.alluvium.models.quality;

import io.alluvium.models.project.Origin;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many failures matter, as dbt's {@code warn_if} and {@code error_if} say it.
 *
 * @param upper of BETWEEN alone
 */
public record Threshold(String operator, long bound, long upper) {
  /** Any failure. */
  static final Threshold ANY = new Threshold("!=", 0, 0);

  private static final Pattern COMPARISON = Pattern.compile("(=|==|!=|<>|<|<=|>|>=)\\s*(\\d+)");
  private static final Pattern BETWEEN =
      Pattern.compile("between\\s+(\\d+)\\s+and\\s+(\\d+)", Pattern.CASE_INSENSITIVE);

  static Threshold of(String key, Object value, Origin origin) {
    String text = String.valueOf(value).strip();
    Matcher comparison = COMPARISON.matcher(text);
    Matcher between = BETWEEN.matcher(text);
    try {
      if (comparison.matches()) {
        return new Threshold(comparison.group(1), Long.parseLong(comparison.group(2)), 0);
      } else if (between.matches()) {
        return new Threshold(
            "between", Long.parseLong(between.group(1)), Long.parseLong(between.group(2)));
      }
    } catch (NumberFormatException e) {
      throw origin.error(key + " has a number that is too large: '" + text + "'");
    }
    throw origin.error(
        key + " must compare the number of failures, such as '>10', not '" + text + "'");
  }

  /** Whether it is any failure, which is what counts where nothing else is said. */
  public boolean isAny() {
    return equals(ANY);
  }

  /** Whether so many failures reach it. */
  public boolean isReachedBy(long failures) {
    return switch (operator) {
      case "=", "==" -> failures == bound;
      case "!=", "<>" -> failures != bound;
      case "<" -> failures < bound;
      case "<=" -> failures <= bound;
      case ">" -> failures > bound;
      case ">=" -> failures >= bound;
      default -> failures >= bound && failures <= upper;
    };
  }
}
