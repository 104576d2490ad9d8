package io.alluvium.ingest.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NumericRangesTest {
  @Test
  void boundsLieBetweenTheRanges() {
    assertThat(NumericRanges.bounds(1, 100, 4)).containsExactly("26", "51", "76");
    assertThat(NumericRanges.bounds(-10, 9, 2)).containsExactly("0");
    assertThat(NumericRanges.bounds(5, 5, 4)).isEmpty();
    assertThat(NumericRanges.bounds(1, 100, 1)).isEmpty();
    assertThat(NumericRanges.bounds(Long.MIN_VALUE / 4, Long.MAX_VALUE / 4, 3)).hasSize(2);
  }

  @Test
  void aLagGoesBackInTime() {
    Duration lag = Duration.ofMinutes(5);
    assertThat(OrderValue.INSTANT.minus("2024-05-01T10:00Z", lag)).isEqualTo("2024-05-01T09:55Z");
    assertThat(OrderValue.LOCAL_TIME.minus("2024-05-01 10:00:00.5", lag))
        .isEqualTo("2024-05-01 09:55:00.500");
    assertThat(OrderValue.DATE.minus("2024-05-01", lag)).isEqualTo("2024-04-30");
    assertThat(OrderValue.LONG.minus("7", lag)).isEqualTo("7");
    assertThat(OrderValue.LONG.compare("10", "9")).isPositive();
    assertThat(OrderValue.INSTANT.compare("2024-05-01T10:00Z", "2024-05-01T12:00+02:00")).isZero();
  }
}
