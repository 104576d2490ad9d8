package io.alluvium.connectors.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlushScheduleTest {
  private static final long MINUTE = 60_000;
  private static final Duration SUSPEND = Duration.ofMinutes(1);

  @Test
  void flushesAtTheLastCheckpointThatKeepsToTheObjective() {
    FlushSchedule schedule = new FlushSchedule(Duration.ofMinutes(5), 100, Duration.ZERO, SUSPEND);
    assertThat(schedule.isDue(3 * MINUTE, 0, 1, MINUTE)).isFalse();
    assertThat(schedule.isDue(4 * MINUTE, 0, 1, MINUTE)).isTrue();
    assertThat(schedule.isDue(4 * MINUTE, 0, 0, MINUTE)).isFalse();
  }

  @Test
  void flushesManyRowsBeforeTheirTime() {
    FlushSchedule schedule = new FlushSchedule(Duration.ofMinutes(5), 100, Duration.ZERO, SUSPEND);
    assertThat(schedule.isDue(MINUTE, 0, 99, 0)).isFalse();
    assertThat(schedule.isDue(MINUTE, 0, 100, 0)).isTrue();
  }

  @Test
  void flushesAtEachCheckpointWithoutAnObjective() {
    FlushSchedule schedule = new FlushSchedule(Duration.ZERO, 100, Duration.ZERO, SUSPEND);
    assertThat(schedule.isDue(MINUTE, MINUTE, 1, 0)).isTrue();
  }

  /** Each flush needs 65 s of the warehouse here, of which 10 min an hour are allowed. */
  @Test
  void aBoundOnCostHoldsFlushesBack() {
    FlushSchedule schedule =
        new FlushSchedule(Duration.ofMinutes(2), 100, Duration.ofMinutes(10), SUSPEND);
    int flushes = 0;
    for (long minute = 0; minute < 60; minute++) {
      if (schedule.isDue(minute * MINUTE, (minute - 5) * MINUTE, 200, MINUTE)) {
        schedule.flushed(minute * MINUTE);
        flushes++;
      }
    }
    assertThat(flushes).isBetween(9, 10);
    assertThat(schedule.isDue(59 * MINUTE, 0, 200, MINUTE)).isFalse();
    assertThat(schedule.isDue(75 * MINUTE, 0, 200, MINUTE)).isTrue();
  }

  @Test
  void aWarehouseRunsOnBetweenFlushesThatAreClose() {
    WarehouseTime warehouse = new WarehouseTime(SUSPEND);
    warehouse.flush(0, 5_000);
    assertThat(warehouse.totalMillis()).isEqualTo(65_000);
    warehouse.flush(30_000, 5_000);
    assertThat(warehouse.totalMillis()).isEqualTo(95_000);
    warehouse.flush(10 * MINUTE, 5_000);
    assertThat(warehouse.totalMillis()).isEqualTo(160_000);
    assertThat(warehouse.millisSince(10 * MINUTE)).isEqualTo(65_000);
    assertThat(warehouse.totalMillis()).isEqualTo(160_000);
  }

  @Test
  void aStartOfAWarehouseIsBilledAMinuteAtLeast() {
    WarehouseTime warehouse = new WarehouseTime(Duration.ofSeconds(10));
    warehouse.flush(0, 1_000);
    assertThat(warehouse.totalMillis()).isEqualTo(MINUTE);
  }
}
