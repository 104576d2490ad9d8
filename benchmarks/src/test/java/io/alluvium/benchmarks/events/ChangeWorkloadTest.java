package io.alluvium.benchmarks.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangeWorkloadTest {

  @Test
  void theLastChangeOfAKeyCounts() {
    ChangeWorkload workload = new ChangeWorkload(3, 2, 10);
    long[] carried = {0, 1, 2};
    for (int batch = 0; batch < 2; batch++) {
      for (int change = 0; change < 10; change++) {
        carried[(int) workload.key(batch, change)] = workload.sequence(batch, change);
      }
    }
    assertThat(workload.expectedSum()).isEqualTo(carried[0] + carried[1] + carried[2]);
    assertThat(workload.changes()).isEqualTo(20);
  }

  @Test
  void keysAreSpreadOverTheWholeTable() {
    ChangeWorkload workload = new ChangeWorkload(100_000, 1, 50_000);
    Set<Long> keys = new HashSet<>();
    for (int change = 0; change < 50_000; change++) {
      keys.add(workload.key(0, change));
    }
    // Of so many draws with replacement 1 - 1/sqrt(e) of the keys are expected: 39,347.
    assertThat(keys).hasSizeBetween(39_000, 39_700).allMatch(key -> key >= 0 && key < 100_000);
  }
}
