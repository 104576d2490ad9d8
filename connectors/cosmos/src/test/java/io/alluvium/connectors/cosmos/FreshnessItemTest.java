package io.alluvium.connectors.cosmos;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.cosmos.FakeItemStore.Fate;
import io.alluvium.connectors.cosmos.FakeItemStore.Weather;
import io.alluvium.connectors.cosmos.store.ItemOperation;
import io.alluvium.connectors.cosmos.store.Patience;
import io.alluvium.local.cosmos.LocalContainer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.table.types.logical.TimestampType;
import org.junit.jupiter.api.Test;

class FreshnessItemTest {
  private static final String ID = "fresh";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant OLD = Instant.parse("2015-03-01T00:00:00Z");
  private static final Instant NEW = Instant.parse("2015-03-02T00:00:00.123Z");

  private static final RowVersion TIMED = new RowVersion(0, new TimestampType());

  private final LocalContainer container = TestTable.container();
  private Weather weather = Weather.FAIR;

  private FreshnessItem task(int task, int tasks, Instant now, @Nullable RowVersion version)
      throws Exception {
    SingleItems items =
        new SingleItems(
            new FakeItemStore(container, operation -> weather.of(operation)),
            () -> new Patience(1, Duration.ZERO, time -> {}),
            new RequestUnits(0, System::nanoTime, time -> {}),
            TestTable.metrics(),
            (what, result) -> new IOException(what));
    ItemLayout layout = ItemLayout.of(TestTable.of(Map.of()).table(), TestTable.definition());
    FreshnessItem item =
        new FreshnessItem(items, layout, ID, task, tasks, Clock.fixed(now, ZoneOffset.UTC));
    item.resume(version);
    return item;
  }

  private void other() {
    try {
      task(1, 2, START.plusSeconds(60), TIMED).written(1, Optional.empty());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Freshness freshness() {
    return told().orElseThrow();
  }

  private Optional<Freshness> told() {
    return container.items().stream()
        .filter(item -> item.get("id").asText().equals(ID))
        .findFirst()
        .flatMap(Freshness::of);
  }

  @Test
  void aSinkThatStartsAgainTakesNothingBack() throws Exception {
    FreshnessItem before = task(0, 1, START, TIMED);
    before.written(3, Optional.of(NEW));
    before.checked(START);
    FreshnessItem after = task(0, 1, START.plusSeconds(60), TIMED);
    after.written(1, Optional.of(OLD));
    assertThat(freshness())
        .isEqualTo(new Freshness(START, Optional.of(START.plusSeconds(60)), Optional.of(NEW)));
    task(0, 1, START.plusSeconds(90), TIMED).checked(START.plusSeconds(80));
    assertThat(freshness())
        .isEqualTo(
            new Freshness(
                START.plusSeconds(80), Optional.of(START.plusSeconds(60)), Optional.of(NEW)));
  }

  @Test
  void whatATaskHadToldThatIsNoMoreIsKept() throws Exception {
    for (int number = 0; number < 3; number++) {
      FreshnessItem task = task(number, 3, START.plusSeconds(number), TIMED);
      task.written(1, Optional.of(number == 2 ? NEW : OLD));
      task.checked(START);
    }
    task(0, 1, START.plusSeconds(60), TIMED).checked(START.plusSeconds(60));
    assertThat(freshness())
        .isEqualTo(
            new Freshness(
                START.plusSeconds(60), Optional.of(START.plusSeconds(2)), Optional.of(NEW)));
  }

  /** It would stay for ever what it was. */
  @Test
  void aTimeOfRowsThatHaveNoneAnyMoreIsNotKept() throws Exception {
    FreshnessItem before = task(0, 1, START, TIMED);
    before.written(1, Optional.of(NEW));
    before.checked(START);
    task(0, 1, START, null).checked(START.plusSeconds(60));
    assertThat(freshness().asOf()).isEmpty();
  }

  /** What comes again takes rows back to what they were at the last checkpoint. */
  @Test
  void rowsWithoutAVersionAreNotAsFreshAsBeforeWhereTheyComeAgain() throws Exception {
    task(0, 1, START, null).checked(START);
    FreshnessItem again = task(0, 1, START.plusSeconds(60), null);
    assertThat(told()).isEmpty();
    again.written(1, Optional.empty());
    assertThat(told()).isEmpty();
    again.checked(START.plusSeconds(60));
    assertThat(freshness().checkedAt()).isEqualTo(START.plusSeconds(60));
  }

  /** The rows of a task that was behind are others' now. */
  @Test
  void tasksOfAnotherNumberSayNothingBeforeEachHasToldOfACheckpoint() throws Exception {
    for (int number = 0; number < 3; number++) {
      task(number, 3, START, TIMED).checked(number == 2 ? START : START.plusSeconds(30));
    }
    assertThat(freshness().checkedAt()).isEqualTo(START);
    FreshnessItem first = task(0, 2, START.plusSeconds(60), TIMED);
    first.written(1, Optional.of(NEW));
    assertThat(told()).isEmpty();
    FreshnessItem second = task(1, 2, START.plusSeconds(60), TIMED);
    first.checked(START.plusSeconds(60));
    assertThat(told()).isEmpty();
    second.written(1, Optional.of(OLD));
    assertThat(told()).isEmpty();
    second.checked(START.plusSeconds(61));
    assertThat(freshness().checkedAt()).isEqualTo(START.plusSeconds(60));
  }

  @Test
  void tasksOfAnotherNumberThatBeginTogetherTakeNothingBack() throws Exception {
    FreshnessItem before = task(0, 1, START, TIMED);
    before.written(1, Optional.of(NEW));
    before.checked(START);
    // Another is between what this one reads and what it writes.
    weather =
        operation -> {
          if (operation instanceof ItemOperation.Replace && weather != Weather.FAIR) {
            weather = Weather.FAIR;
            other();
          }
          return Fate.DONE;
        };
    FreshnessItem first = task(0, 2, START.plusSeconds(60), TIMED);
    assertThat(weather).isSameAs(Weather.FAIR);
    first.checked(START.plusSeconds(70));
    assertThat(told()).isEmpty();
    task(1, 2, START.plusSeconds(60), TIMED).checked(START.plusSeconds(70));
    assertThat(freshness())
        .isEqualTo(
            new Freshness(
                START.plusSeconds(70), Optional.of(START.plusSeconds(60)), Optional.of(NEW)));
  }
}
