package io.alluvium.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventToKpiLagTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void isTheAgeOfTheOldestReadingOnItsWay() {
    EventToKpiLag lag = new EventToKpiLag();
    lag.sent(SECOND, 10);
    lag.sent(2 * SECOND, 20);
    lag.sent(3 * SECOND, 30);

    assertThat(lag.at(4 * SECOND, 10)).isEqualTo(Duration.ofSeconds(2));
    assertThat(lag.at(5 * SECOND, 29)).isEqualTo(Duration.ofSeconds(2));
    assertThat(lag.at(6 * SECOND, 30)).isEqualTo(Duration.ZERO);
  }

  @Test
  void doesNotGrowWhileNothingIsSent() {
    EventToKpiLag lag = new EventToKpiLag();
    lag.sent(SECOND, 10);
    assertThat(lag.at(2 * SECOND, 10)).isEqualTo(Duration.ZERO);

    lag.sent(60 * SECOND, 10);

    assertThat(lag.at(61 * SECOND, 10)).isEqualTo(Duration.ZERO);
  }
}
