package io.alluvium.connectors.cosmos;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.cosmos.FakeItemStore.Fate;
import io.alluvium.connectors.cosmos.FakeItemStore.Weather;
import io.alluvium.connectors.cosmos.TestTable.Change;
import io.alluvium.local.cosmos.LocalContainer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.Test;

class CosmosWriterTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final long LONG_FLUSH_SECONDS = 600;

  private final AtomicReference<Instant> now = new AtomicReference<>(START);

  private final class TestTime implements ProcessingTimeService {
    @Override
    public long getCurrentProcessingTime() {
      return now.get().toEpochMilli();
    }

    @Override
    public ScheduledFuture<?> registerTimer(long timestamp, ProcessingTimeCallback target) {
      return null;
    }
  }

  /** What changes while a flush lasts is not in it: readers must not be told that it is. */
  @Test
  void theTableIsAsFreshAsTheBeginningOfAFlush() throws Exception {
    LocalContainer container = TestTable.container();
    FakeItemStore store =
        new FakeItemStore(
            container,
            operation -> {
              if (operation.key().id().startsWith("b:")) {
                now.updateAndGet(time -> time.plusSeconds(LONG_FLUSH_SECONDS));
              }
              return Fate.DONE;
            });
    try (CosmosWriter writer = writer(TestTable.of(Map.of("freshness.id", "fresh")), store)) {
      writer.write(Change.put("b", "x", 1L, "v").row(), null);
      writer.flush(false);
      assertThat(freshness(container).checkedAt()).isEqualTo(START);
      writer.flush(false);
      assertThat(freshness(container).checkedAt()).isEqualTo(START.plusSeconds(LONG_FLUSH_SECONDS));
    }
  }

  /** Readers are told of rows that are there. */
  @Test
  void rowsThatAreRefusedDoNotMakeTheTableFresher() throws Exception {
    LocalContainer container = TestTable.container();
    FakeItemStore store =
        new FakeItemStore(
            container, operation -> operation.key().id().startsWith("b:") ? Fate.UNFIT : Fate.DONE);
    FakeItemStore deadLetters = new FakeItemStore(TestTable.container(), Weather.FAIR);
    TestTable table = TestTable.of(Map.of("freshness.id", "fresh"));
    try (CosmosWriter writer = writer(table, table.connect(store, deadLetters))) {
      writer.write(Change.put("b", "x", 9L, "refused").row(), null);
      writer.flush(false);
      assertThat(deadLetters.asked()).hasSize(1);
      assertThat(freshness(container).checkedAt()).isEqualTo(START);
      assertThat(freshness(container).writtenAt()).isEmpty();
      Change refused = Change.put("b", "x", 9L, "refused");
      try (CosmosConnection connection = table.connect(store)) {
        ChangeBatch batch =
            table.batch(connection, List.of(refused, Change.put("c", "x", 7L, "written")));
        assertThat(batch.newest(Set.of())).hasValue(9L);
        assertThat(batch.newest(Set.of(connection.layout().change(refused.row()).key())))
            .hasValue(7L);
      }
    }
  }

  /** Which version it keeps, of those of the flush and of the store, only the store knows. */
  @Test
  void aChangeWithoutAVersionIsNotOneWithThoseThatHaveOne() throws Exception {
    LocalContainer container = TestTable.container();
    FakeItemStore store = new FakeItemStore(container, operation -> Fate.DONE);
    try (CosmosWriter writer = writer(TestTable.of(Map.of()), store)) {
      writer.write(Change.put("b", "x", 9L, "nine").row(), null);
      writer.flush(false);
      writer.write(Change.put("b", "x", 5L, "five").row(), null);
      writer.write(Change.put("b", "x", null, "none").row(), null);
      writer.flush(false);
      assertThat(TestTable.contents(container)).isEqualTo(Map.of("b:x", "none"));
      writer.write(Change.put("b", "x", null, "none again").row(), null);
      writer.write(Change.put("b", "x", 8L, "eight").row(), null);
      writer.flush(false);
      assertThat(TestTable.contents(container)).isEqualTo(Map.of("b:x", "none again"));
    }
  }

  private CosmosWriter writer(TestTable table, FakeItemStore store) throws IOException {
    return writer(table, table.connect(store));
  }

  private CosmosWriter writer(TestTable table, CosmosConnection connection) {
    return new CosmosWriter(
        table.table(), table.config().flush(), connection, new TestTime(), new SimpleCounter());
  }

  private static Freshness freshness(LocalContainer container) {
    return container.items().stream()
        .filter(item -> item.get("id").asText().equals("fresh"))
        .map(Freshness::of)
        .toList()
        .get(0)
        .orElseThrow();
  }
}
