package io.alluvium.benchmarks.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 7 * SECOND;

  /** Ten events, half a second apart. */
  private static final SendSchedule SCHEDULE = new SendSchedule(START, 2, 10);

  @Test
  void eventsAreDueAtEvenDistancesWhateverWasSent() {
    assertThat(SCHEDULE.due(START - 1)).isZero();
    assertThat(SCHEDULE.due(START)).isEqualTo(1);
    assertThat(SCHEDULE.due(START + SECOND / 2 - 1)).isEqualTo(1);
    assertThat(SCHEDULE.due(START + SECOND / 2)).isEqualTo(2);
    assertThat(SCHEDULE.due(START + 100 * SECOND)).isEqualTo(10);
    for (long event = 0; event < 10; event++) {
      assertThat(SCHEDULE.due(SCHEDULE.nanos(event))).isEqualTo(event + 1);
    }
  }

  @Test
  void eachEventIsReadableFromTheFirstVersionWithItOn() {
    // Sent at 0, 0.5, … 4.5 s; the table's creation without a row is no version with any.
    Latencies latencies =
        Latencies.of(
            SCHEDULE,
            0,
            List.of(
                new Sighting(START, 0),
                new Sighting(START + 2 * SECOND, 4),
                new Sighting(START + 3 * SECOND, 4),
                new Sighting(START + 6 * SECOND, 10)));

    // 2, 1.5, 1, 0.5, then 4, 3.5, 3, 2.5, 2, 1.5 s.
    assertThat(latencies.seconds(0.1)).isEqualTo(0.5);
    assertThat(latencies.seconds(0.5)).isEqualTo(2);
    assertThat(latencies.seconds(0.99)).isEqualTo(4);
    assertThat(latencies.seconds(0)).isEqualTo(0.5);
  }

  @Test
  void theFirstEventsDoNotCount() {
    Latencies latencies =
        Latencies.of(
            SCHEDULE,
            8,
            List.of(new Sighting(START + 100 * SECOND, 8), new Sighting(START + 101 * SECOND, 10)));

    assertThat(latencies.seconds(1)).isEqualTo(97);
    assertThat(latencies.seconds(0)).isEqualTo(96.5);
  }

  @Test
  void aStallMakesAllEventsThatWereDueLate() {
    // Had the sender waited for the receiver, one event alone would be late.
    Latencies latencies = Latencies.of(SCHEDULE, 0, List.of(new Sighting(START + 9 * SECOND, 10)));

    assertThat(latencies.seconds(0.5)).isEqualTo(6.5);
  }
}
