package io.alluvium.connectors.cosmos;

import java.util.HexFormat;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * What tells which of two states of a row is newer: {@code version-order}, 16 hexadecimal digits
 * each, so that texts compare as the numbers do. The order is that of the writers' starts and of
 * their batches: so a batch that was given up for lost is not heard when it is done behind newer
 * ones.
 */
final class Stamp {
  private static final int DIGITS = 16;
  private static final int LENGTH = 2 * DIGITS + 1;
  private static final String NO_VERSION = "0".repeat(DIGITS);

  private Stamp() {}

  /**
   * The stamp of a row after a change; empty where what is there is newer.
   *
   * @param seen of the row as it is there; null where there is none
   * @param version of the change; null where it counts by its order alone, and the row's stays
   * @param order larger for a later batch
   */
  static Optional<String> after(@Nullable String seen, @Nullable Long version, long order) {
    String before = seen == null || seen.length() != LENGTH ? null : seen;
    String known = before == null ? NO_VERSION : before.substring(0, DIGITS);
    String next = (version == null ? known : digits(version)) + "-" + digits(order);
    return before != null && before.compareTo(next) > 0 ? Optional.empty() : Optional.of(next);
  }

  /** So that the texts of numbers, as unsigned ones, are in their order. */
  private static String digits(long number) {
    return HexFormat.of().toHexDigits(number ^ Long.MIN_VALUE);
  }
}
