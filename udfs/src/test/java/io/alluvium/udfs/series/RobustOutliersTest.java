package io.alluvium.udfs.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RobustOutliersTest {
  private static final double THRESHOLD = 3.5;

  private final RobustOutliers function = new RobustOutliers();
  private final RobustOutliers.Accumulator accumulator = function.createAccumulator();

  /** Measurements come and go; the result depends on those that are there alone. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void equalsTheDefinition(long seed) {
    Random random = new Random(seed);
    List<Double> present = new ArrayList<>();
    for (int step = 0; step < 400; step++) {
      if (!present.isEmpty() && random.nextInt(100) < 45) {
        Double gone = present.remove(random.nextInt(present.size()));
        function.retract(accumulator, gone, THRESHOLD);
      } else {
        double value = random.nextInt(20) == 0 ? random.nextInt(500) : random.nextInt(8) / 2.0;
        present.add(value);
        function.accumulate(accumulator, value, THRESHOLD);
      }
      Row row = function.getValue(accumulator);
      if (present.isEmpty()) {
        assertThat(row).isNull();
      } else {
        assertRow(row, present);
      }
    }
  }

  @Test
  void valuesThatAreAllTheSameHaveNoOutlier() {
    for (int i = 0; i < 5; i++) {
      function.accumulate(accumulator, 7.0, THRESHOLD);
    }
    assertThat(function.getValue(accumulator)).isEqualTo(Row.of(5L, 7.0, 0.0, 0L, 0.0));
  }

  @Test
  void findsTheOneAmongValuesThatAreElseTheSame() {
    for (int i = 0; i < 9; i++) {
      function.accumulate(accumulator, 7.0, THRESHOLD);
    }
    function.accumulate(accumulator, -50.0, THRESHOLD);
    Row row = function.getValue(accumulator);
    assertThat(row.getField(3)).isEqualTo(1L);
    assertThat((Double) row.getField(4)).isLessThan(-THRESHOLD);
  }

  @Test
  void ignoresWhatIsNoMeasurement() {
    function.accumulate(accumulator, null, THRESHOLD);
    function.accumulate(accumulator, Double.NaN, THRESHOLD);
    function.accumulate(accumulator, Double.POSITIVE_INFINITY, THRESHOLD);
    function.retract(accumulator, null, THRESHOLD);
    assertThat(function.getValue(accumulator)).isNull();
  }

  @Test
  void refusesThresholdsThatMeanNothing() {
    assertThatThrownBy(() -> function.accumulate(accumulator, 1.0, null))
        .hasMessageContaining("it must be above 0");
    function.accumulate(accumulator, 1.0, THRESHOLD);
    assertThatThrownBy(() -> function.accumulate(accumulator, 1.0, 4.0))
        .hasMessageContaining("it must be the same for all rows");
    assertThatThrownBy(() -> function.retract(accumulator, 2.0, THRESHOLD))
        .hasMessageContaining("no 2.0 to retract");
  }

  private static void assertRow(Row row, List<Double> values) {
    double median = median(values);
    List<Double> distances = values.stream().map(value -> Math.abs(value - median)).toList();
    double mad = median(distances);
    double mean = distances.stream().mapToDouble(value -> value).average().orElseThrow();
    double deviation = mad > 0 ? mad / 0.674489750196082 : mean / 0.797884560802865;
    long outliers =
        distances.stream()
            .filter(distance -> distance > 0 && distance / deviation > THRESHOLD)
            .count();
    assertThat(row.getField(0)).isEqualTo((long) values.size());
    assertThat((Double) row.getField(1)).isEqualTo(median);
    assertThat((Double) row.getField(2)).isCloseTo(deviation, within(1e-9 * (1 + deviation)));
    assertThat(row.getField(3)).isEqualTo(outliers);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
