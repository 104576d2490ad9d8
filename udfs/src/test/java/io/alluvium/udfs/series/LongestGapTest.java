package io.alluvium.udfs.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongestGapTest {
  private static final Instant FIRST_DAY = Instant.parse("2015-01-01T00:00:00Z");

  private final LongestGap function = new LongestGap();
  private final LongestGap.Accumulator accumulator = function.createAccumulator();

  /** The instants of a day come and go; the outer function sees the days' spans change. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void equalsTheLongestGapOfAllInstants(long seed) {
    Random random = new Random(seed);
    Map<Integer, TreeSet<Instant>> days = new TreeMap<>();
    for (int step = 0; step < 500; step++) {
      int day = random.nextInt(30);
      TreeSet<Instant> instants = days.computeIfAbsent(day, number -> new TreeSet<>());
      apply(instants, false);
      if (!instants.isEmpty() && random.nextInt(100) < 45) {
        instants.remove(new ArrayList<>(instants).get(random.nextInt(instants.size())));
      } else {
        instants.add(FIRST_DAY.plusSeconds(day * 86_400L + random.nextInt(1440) * 60L));
      }
      apply(instants, true);

      List<Instant> all = new ArrayList<>();
      days.values().forEach(all::addAll);
      assertThat(function.getValue(accumulator)).isEqualTo(longestGap(all));
    }
  }

  @Test
  void overlappingSpansHaveNoGapBetweenThem() {
    function.accumulate(accumulator, FIRST_DAY, FIRST_DAY.plusSeconds(1000), 5L);
    function.accumulate(accumulator, FIRST_DAY.plusSeconds(100), FIRST_DAY.plusSeconds(200), 7L);
    function.accumulate(accumulator, FIRST_DAY.plusSeconds(1003), FIRST_DAY.plusSeconds(1004), 1L);
    assertThat(function.getValue(accumulator)).isEqualTo(7L);
  }

  @Test
  void refusesToRetractWhatWasNeverAdded() {
    assertThatThrownBy(() -> function.retract(accumulator, FIRST_DAY, FIRST_DAY, 0L))
        .isInstanceOf(IllegalStateException.class);
  }

  private void apply(TreeSet<Instant> day, boolean add) {
    if (day.isEmpty()) {
      return;
    }
    Long inner = longestGap(new ArrayList<>(day));
    if (add) {
      function.accumulate(accumulator, day.first(), day.last(), inner);
    } else {
      function.retract(accumulator, day.first(), day.last(), inner);
    }
  }

  private static Long longestGap(List<Instant> instants) {
    if (instants.isEmpty()) {
      return null;
    }
    long longest = 0;
    for (int i = 1; i < instants.size(); i++) {
      longest =
          Math.max(longest, Duration.between(instants.get(i - 1), instants.get(i)).toSeconds());
    }
    return longest;
  }
}
