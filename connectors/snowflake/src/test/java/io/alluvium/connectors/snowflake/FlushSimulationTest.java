package io.alluvium.connectors.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlushSimulationTest {
  private static final FlushSimulation SIMULATION =
      new FlushSimulation(
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ZERO);

  /** An hour with a change in each second. */
  private static final List<FlushSimulation.Change> STEADY =
      LongStream.range(0, 3_600)
          .mapToObj(second -> new FlushSimulation.Change(second * 1_000, 100))
          .toList();

  @Test
  void aLaterFlushIsACheaperOne() {
    FlushSimulation.Outcome one = SIMULATION.of(STEADY, Duration.ofMinutes(1));
    FlushSimulation.Outcome five = SIMULATION.of(STEADY, Duration.ofMinutes(5));
    FlushSimulation.Outcome fifteen = SIMULATION.of(STEADY, Duration.ofMinutes(15));
    // Each begins with a change, and ends at the last checkpoint within the objective.
    assertThat(one.merges()).isBetween(60L, 75L);
    assertThat(five.merges()).isBetween(12L, 13L);
    assertThat(fifteen.merges()).isBetween(4L, 5L);
    assertThat(one.warehouse()).isGreaterThan(Duration.ofMinutes(59));
    assertThat(five.warehouse()).isBetween(Duration.ofMinutes(12), Duration.ofMinutes(15));
    assertThat(fifteen.warehouse()).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
    assertThat(five.oldest()).isBetween(Duration.ofMinutes(4), Duration.ofSeconds(310));
  }

  @Test
  void aBoundOnCostMakesChangesOlder() {
    FlushSimulation bounded =
        new FlushSimulation(
            SIMULATION.checkpoint(),
            SIMULATION.merge(),
            SIMULATION.mergePerMillion(),
            SIMULATION.autoSuspend(),
            Duration.ofMinutes(10));
    FlushSimulation.Outcome outcome = bounded.of(STEADY, Duration.ofMinutes(1));
    assertThat(outcome.oldest()).isGreaterThan(Duration.ofMinutes(10));
    assertThat(outcome.warehouse())
        .isLessThan(SIMULATION.of(STEADY, Duration.ofMinutes(1)).warehouse());
  }

  /** It would be waited for without end. */
  @ParameterizedTest
  @ValueSource(longs = {-1, 1, 64})
  void aBoundThatAllowsNoFlushIsRefused(long seconds) {
    Duration bound = Duration.ofSeconds(seconds);
    assertThatThrownBy(
            () ->
                new FlushSimulation(
                    SIMULATION.checkpoint(),
                    SIMULATION.merge(),
                    SIMULATION.mergePerMillion(),
                    SIMULATION.autoSuspend(),
                    bound))
        .hasMessage(
            "Of "
                + seconds
                + " s of the warehouse in an hour no flush could be made: one keeps it running for"
                + " 65 s. Give it at least that, or 0 for no bound.");
  }

  @Test
  void whatSeldomChangesCostsAMinuteEachTime() {
    FlushSimulation.Outcome outcome =
        SIMULATION.of(
            List.of(
                new FlushSimulation.Change(0, 1),
                new FlushSimulation.Change(Duration.ofHours(1).toMillis(), 1)),
            Duration.ofMinutes(5));
    assertThat(outcome.merges()).isEqualTo(2);
    assertThat(outcome.warehouse()).isEqualTo(Duration.ofSeconds(130));
  }

  /** The table of docs/connectors/snowflake.md: a day with twelve changes in each second. */
  @Test
  void thePageSaysWhatComesOut() {
    List<FlushSimulation.Change> day =
        LongStream.range(0, Duration.ofDays(1).toSeconds())
            .mapToObj(second -> new FlushSimulation.Change(second * 1_000, 12))
            .toList();
    assertThat(
            Stream.of(0, 1, 5, 15, 60)
                .map(minutes -> SIMULATION.of(day, Duration.ofMinutes(minutes)))
                .map(outcome -> List.of(outcome.merges(), outcome.warehouse().toSeconds())))
        .containsExactly(
            List.of(8_640L, 86_455L),
            List.of(1_441L, 86_465L),
            List.of(289L, 18_795L),
            List.of(97L, 6_315L),
            List.of(25L, 1_635L));
  }
}
