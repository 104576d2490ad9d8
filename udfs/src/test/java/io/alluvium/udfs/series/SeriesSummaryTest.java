package io.alluvium.udfs.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesSummaryTest {
  private static final Instant MIDNIGHT = Instant.parse("2015-03-01T00:00:00Z");

  private final SeriesSummary function = new SeriesSummary();
  private final SeriesSummary.Accumulator accumulator = function.createAccumulator();

  private record Reading(Instant observed, Double value) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void equalsBruteForceAfterEveryInsertionAndRetraction(long seed) {
    Random random = new Random(seed);
    List<Reading> readings = new ArrayList<>();
    for (int step = 0; step < 400; step++) {
      if (!readings.isEmpty() && random.nextInt(100) < 45) {
        Reading gone = readings.remove(random.nextInt(readings.size()));
        function.retract(accumulator, gone.observed(), gone.value());
      } else {
        Reading added =
            new Reading(
                MIDNIGHT.plusSeconds(random.nextInt(1440) * 60L),
                random.nextInt(5) == 0 ? null : (random.nextInt(700) - 300) / 10.0);
        readings.add(added);
        function.accumulate(accumulator, added.observed(), added.value());
      }
      assertEqual(function.getValue(accumulator), readings);
    }
  }

  @Test
  void leavesNoDustBehindWhatWasTakenBack() {
    function.accumulate(accumulator, MIDNIGHT, 0.1);
    function.accumulate(accumulator, MIDNIGHT.plusSeconds(60), 1e15);
    function.retract(accumulator, MIDNIGHT.plusSeconds(60), 1e15);
    assertThat(function.getValue(accumulator).getField(2)).isEqualTo(0.1);
  }

  @Test
  void ignoresReadingsWithoutTime() {
    function.accumulate(accumulator, null, 1.0);
    function.retract(accumulator, null, 2.0);
    assertThat(function.getValue(accumulator).getField(0)).isEqualTo(0L);
  }

  @Test
  void refusesToRetractWhatWasNeverAdded() {
    function.accumulate(accumulator, MIDNIGHT, 1.0);
    assertThatThrownBy(() -> function.retract(accumulator, MIDNIGHT, 2.0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("2015-03-01T00:00:00Z");
  }

  private static void assertEqual(Row row, List<Reading> readings) {
    List<Instant> times =
        readings.stream().map(Reading::observed).sorted(Comparator.naturalOrder()).toList();
    List<Double> values =
        readings.stream().map(Reading::value).filter(Objects::nonNull).sorted().toList();
    long gap = 0;
    for (int i = 1; i < times.size(); i++) {
      gap = Math.max(gap, Duration.between(times.get(i - 1), times.get(i)).toSeconds());
    }
    assertThat(row.getField(0)).isEqualTo((long) readings.size());
    assertThat(row.getField(1)).isEqualTo((long) values.size());
    if (values.isEmpty()) {
      assertThat(row.getField(2)).isNull();
      assertThat(row.getField(3)).isNull();
      assertThat(row.getField(4)).isNull();
    } else {
      BigDecimal sum =
          values.stream().map(BigDecimal::valueOf).reduce(BigDecimal.ZERO, BigDecimal::add);
      double mean =
          sum.divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL64).doubleValue();
      assertThat((Double) row.getField(2)).isCloseTo(mean, within(1e-12));
      assertThat(row.getField(3)).isEqualTo(values.get(0));
      assertThat(row.getField(4)).isEqualTo(values.get(values.size() - 1));
    }
    if (!times.isEmpty()) {
      assertThat(row.getField(5)).isEqualTo(times.get(0));
      assertThat(row.getField(6)).isEqualTo(times.get(times.size() - 1));
      assertThat(row.getField(7)).isEqualTo(gap);
    }
  }
}
