package io.alluvium.connectors.delta;

import static org.apache.flink.configuration.description.TextElement.text;

import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;

/** How much time a partition is of: the values of {@code write.hold.span}. */
@PublicEvolving
public enum PartitionSpan implements DescribedEnum {
  HOUR("hour"),
  DAY("day"),
  MONTH("month"),
  YEAR("year");

  private final String value;

  PartitionSpan(String value) {
    this.value = value;
  }

  /** The first moment behind the span that begins at a time or holds it. */
  public ZonedDateTime end(ZonedDateTime time) {
    return switch (this) {
      case HOUR -> time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
      case DAY -> time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
      case MONTH -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(1);
      case YEAR -> time.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1).plusYears(1);
    };
  }

  @Override
  public InlineElement getDescription() {
    return text("The partition column tells the " + value + ".");
  }

  @Override
  public String toString() {
    return value;
  }
}
