package io.alluvium.benchmarks.legs;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.benchmarks.measure.Spread;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepetitionTest {
  private static final Repetition.Results RESULTS =
      new Repetition.Results(
          Map.of(
              "a", List.of(Map.of("cost", 1.0), Map.of("cost", 4.0)),
              "b", List.of(Map.of("cost", 2.0), Map.of("cost", 2.0)),
              "c", List.of(Map.of("cost", 4.0), Map.of("cost", 1.0))));

  @Test
  void ratiosAreMadeWithinARound() {
    assertThat(RESULTS.ratio("cost", "a", "b")).isEqualTo(new Spread(1.25, 0.5, 2));
  }

  @Test
  void theBestOfOthersIsThatOfTheRound() {
    assertThat(RESULTS.ratioToLeast("cost", "a", List.of("b", "c")))
        .isEqualTo(new Spread(2.25, 0.5, 4));
  }
}
