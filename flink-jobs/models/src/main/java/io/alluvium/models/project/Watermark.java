package io.alluvium.models.project;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Event time of a table.
 *
 * @param delay as an SQL interval such as {@code INTERVAL '10' SECOND}
 */
public record Watermark(String column, String delay) {
  private static final Pattern DELAY =
      Pattern.compile("(\\d{1,6}) *(second|minute|hour|day)s?", Pattern.CASE_INSENSITIVE);

  private static final Pattern INTERVAL = Pattern.compile("INTERVAL '(\\d+)' ([A-Z]+)");

  static Watermark of(Setting setting) {
    Map<String, Object> fields = setting.map();
    if (!fields.keySet().equals(Set.of("column", "delay"))) {
      throw setting.error("needs the fields column and delay, and no others");
    }
    Matcher delay = DELAY.matcher(fields.get("delay").toString().strip());
    if (!delay.matches()) {
      throw setting.error("needs a delay such as '10 seconds', '5 minutes' or '1 hour'");
    }
    return new Watermark(
        fields.get("column").toString(),
        "INTERVAL '" + delay.group(1) + "' " + delay.group(2).toUpperCase(Locale.ROOT));
  }

  public Duration duration() {
    Matcher interval = INTERVAL.matcher(delay);
    if (!interval.matches()) {
      throw new IllegalStateException(delay + " is no interval");
    }
    return Duration.of(
        Long.parseLong(interval.group(1)), ChronoUnit.valueOf(interval.group(2) + "S"));
  }
}
