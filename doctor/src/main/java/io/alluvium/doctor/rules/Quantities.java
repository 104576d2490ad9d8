package io.alluvium.doctor.rules;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.TimeUtils;

/** Reads amounts as Flink writes them. What is none is another rule's affair, and empty here. */
final class Quantities {
  private Quantities() {}

  static Optional<Duration> duration(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(TimeUtils.parseDuration(text));
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  static Optional<MemorySize> size(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(MemorySize.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static OptionalLong number(String text) {
    try {
      return text.isBlank() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
