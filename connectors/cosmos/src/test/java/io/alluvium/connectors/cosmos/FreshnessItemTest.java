package io.alluvium.connectors.cosmos;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.cosmos.FakeItemStore.Weather;
import io.alluvium.connectors.cosmos.store.Patience;
import io.alluvium.local.cosmos.LocalContainer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FreshnessItemTest {
  private static final String ID = "fresh";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant OLD = Instant.parse("2015-03-01T00:00:00Z");
  private static final Instant NEW = Instant.parse("2015-03-02T00:00:00.123Z");

  private final LocalContainer container = TestTable.container();

  private FreshnessItem task(int task, int tasks, Instant now, boolean timed) throws Exception {
    SingleItems items =
        new SingleItems(
            new FakeItemStore(container, Weather.FAIR),
            () -> new Patience(1, Duration.ZERO, time -> {}),
            new RequestUnits(0, System::nanoTime, time -> {}),
            TestTable.metrics(),
            (what, result) -> new IOException(what));
    ItemLayout layout = ItemLayout.of(TestTable.of(Map.of()).table(), TestTable.definition());
    FreshnessItem item =
        new FreshnessItem(items, layout, ID, task, tasks, Clock.fixed(now, ZoneOffset.UTC));
    item.resume(timed);
    return item;
  }

  private Freshness freshness() {
    return container.items().stream()
        .filter(item -> item.get("id").asText().equals(ID))
        .findFirst()
        .flatMap(Freshness::of)
        .orElseThrow();
  }

  @Test
  void aSinkThatStartsAgainTakesNothingBack() throws Exception {
    FreshnessItem before = task(0, 1, START, true);
    before.written(3, Optional.of(NEW));
    before.checked(START);
    FreshnessItem after = task(0, 1, START.plusSeconds(60), true);
    after.written(1, Optional.of(OLD));
    assertThat(freshness())
        .isEqualTo(new Freshness(START, Optional.of(START.plusSeconds(60)), Optional.of(NEW)));
    task(0, 1, START.plusSeconds(90), true).checked(START.plusSeconds(80));
    assertThat(freshness())
        .isEqualTo(
            new Freshness(
                START.plusSeconds(80), Optional.of(START.plusSeconds(60)), Optional.of(NEW)));
  }

  @Test
  void whatATaskHadToldThatIsNoMoreIsKept() throws Exception {
    for (int number = 0; number < 3; number++) {
      FreshnessItem task = task(number, 3, START.plusSeconds(number), true);
      task.written(1, Optional.of(number == 2 ? NEW : OLD));
      task.checked(START);
    }
    task(0, 1, START.plusSeconds(60), true).checked(START.plusSeconds(60));
    assertThat(freshness())
        .isEqualTo(
            new Freshness(
                START.plusSeconds(60), Optional.of(START.plusSeconds(2)), Optional.of(NEW)));
  }

  /** It would stay for ever what it was. */
  @Test
  void aTimeOfRowsThatHaveNoneAnyMoreIsNotKept() throws Exception {
    FreshnessItem before = task(0, 1, START, true);
    before.written(1, Optional.of(NEW));
    before.checked(START);
    task(0, 1, START, false).checked(START.plusSeconds(60));
    assertThat(freshness().asOf()).isEmpty();
  }
}
