package io.alluvium.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DistinctTimesTest {
  @Test
  void countsEveryTimeOnce() {
    DistinctTimes times = new DistinctTimes();
    for (int round = 0; round < 2; round++) {
      times.add("2015-01-31 23:59:00");
      times.add("2015-02-01 00:00:00");
      times.add("2015-12-31 23:59:00");
      times.add("2016-01-01 00:00:00");
      // No bit: earlier than the first year, not on the minute, much later, of another form.
      times.add("2014-12-31 23:59:00");
      times.add("2015-02-01 00:00:01");
      times.add("2077-01-01 00:00:00");
      times.add("yesterday");
    }

    assertThat(times.count()).isEqualTo(8);
  }
}
