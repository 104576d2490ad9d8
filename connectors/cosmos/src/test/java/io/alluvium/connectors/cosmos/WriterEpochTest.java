package io.alluvium.connectors.cosmos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.cosmos.FakeItemStore.Fate;
import io.alluvium.connectors.cosmos.store.CosmosStoreException;
import io.alluvium.connectors.cosmos.store.ItemOperation;
import io.alluvium.connectors.cosmos.store.Patience;
import io.alluvium.connectors.cosmos.store.StoreFailures;
import io.alluvium.local.cosmos.LocalContainer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tasks that begin together count one after the other. */
class WriterEpochTest {
  private static final int RETRIES = 3;
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final TestTable table = TestTable.of(Map.of());
  private final LocalContainer container = TestTable.container();
  private final List<Duration> pauses = new ArrayList<>();
  private int meetings;

  /** Another task is first whenever this one counts, so many times. */
  private WriterEpoch begin(int others) throws IOException, InterruptedException {
    FakeItemStore other = new FakeItemStore(container, operation -> Fate.DONE);
    FakeItemStore store =
        new FakeItemStore(
            container,
            operation -> {
              if (operation instanceof ItemOperation.Replace count && meetings < others) {
                meetings++;
                other.done(new ItemOperation.Upsert(count.key(), count.item().deepCopy()));
              }
              return Fate.DONE;
            });
    SingleItems items =
        new SingleItems(
            store,
            () -> new Patience(RETRIES, INTERVAL, pauses::add),
            new RequestUnits(0, System::nanoTime, time -> {}),
            TestTable.metrics(),
            (what, result) -> StoreFailures.describe(table.config().address(), what, result));
    ItemLayout layout = ItemLayout.of(table.table(), TestTable.definition());
    return WriterEpoch.begin(items, layout, "t", List.of(), Clock.systemUTC()).orElseThrow();
  }

  @Test
  void othersThatBeginTogetherAreNoFailuresOfTheStore() throws Exception {
    long first = begin(0).number();
    assertThat(begin(50).number()).isGreaterThan(first + 50);
    assertThat(pauses)
        .hasSize(50)
        .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ZERO, INTERVAL));
    assertThat(new HashSet<>(pauses)).hasSizeGreaterThan(25);
  }

  @Test
  void othersThatChangeItAllTheTimeAreTold() throws Exception {
    begin(0);
    assertThatThrownBy(() -> begin(Integer.MAX_VALUE))
        .isInstanceOf(CosmosStoreException.class)
        .hasMessageContaining("did not count the writer's start: status 412")
        .hasMessageContaining("see that one job writes the table");
    assertThat(pauses).hasSize(1_000);
  }
}
