package io.alluvium.state.plan;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why an operator cannot go on with the state of another.
 *
 * @param part of what it keeps, such as {@code aggregates}
 * @param before what it was
 * @param now what it would be; empty where there is none
 */
public record StateDifference(String part, String before, String now) {
  private static final Pattern COUNT = Pattern.compile("COUNT\\([^()]*\\)");
  private static final Pattern PLAIN = Pattern.compile("(?:SUM|MAX|MIN)\\(([^()]*)\\)");

  /** For people. */
  public String text() {
    return switch (part) {
      case StateLayout.DEFINITION -> "it does something else";
      case StateLayout.RETRACTION -> "rows that it reads can now be taken back, or no more";
      default -> "other " + part + ": " + before + ", now " + (now.isEmpty() ? "none" : now);
    };
  }

  /**
   * What would happen if the state were restored all the same, where that is worse than a failure;
   * empty where Flink itself refuses.
   */
  public Optional<String> silently() {
    return switch (part) {
      case StateLayout.KEYS ->
          Optional.of("what was kept for a key would be taken for that of another");
      case StateLayout.WINDOWS ->
          Optional.of("sums of the former windows would come out as windows that never were");
      case StateLayout.DEFINITION ->
          Optional.of("rows kept for the former definition would be taken for those of this one");
      case StateLayout.AGGREGATES ->
          kept(before).equals(kept(now))
              ? Optional.of("totals would be crossed: " + before + " would go on as " + now)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** The types of what aggregates keep, as far as it is but one value each. */
  private static List<String> kept(String aggregates) {
    String counted = COUNT.matcher(aggregates).replaceAll("BIGINT");
    return List.of(PLAIN.matcher(counted).replaceAll("$1").replace(" NOT NULL", "").split(", "));
  }
}
