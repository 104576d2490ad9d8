package io.alluvium.connectors.cosmos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.cosmos.FakeItemStore.Fate;
import io.alluvium.connectors.cosmos.FakeItemStore.Weather;
import io.alluvium.connectors.cosmos.TestTable.Change;
import io.alluvium.connectors.cosmos.store.CosmosStoreException;
import io.alluvium.connectors.cosmos.store.ItemOperation;
import io.alluvium.local.cosmos.LocalContainer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A change counts only if it is newer than what is there. */
class MonotonicWritesTest {
  private static final int SCHEDULES = 10_000;
  private static final int BOARDS = 50;
  private static final int ROWS = 1;
  private static final int VERSIONS = 6;

  private final TestTable table = TestTable.of(Map.of());
  private final LocalContainer container = TestTable.container();

  /**
   * Each schedule is a history of some rows, sent repeated, in another order, delayed, and by
   * writers that take turns as those of restarted jobs do, to a store that fails one operation in
   * twenty.
   */
  @Test
  void tenThousandSchedulesEndAsTheHistoryDoes() throws Exception {
    long seed = Long.getLong("alluvium.seed", 20261126L);
    Random random = new Random(seed);
    Map<String, String> expected = new HashMap<>();
    List<List<Change>> schedules = new ArrayList<>();
    int longest = 0;
    for (int number = 0; number < SCHEDULES; number++) {
      List<Change> schedule = schedule(number, random, expected);
      schedules.add(schedule);
      longest = Math.max(longest, schedule.size());
    }
    FakeItemStore store = new FakeItemStore(container, Weather.foul(random, 20));
    try (CosmosConnection first = table.connect(store);
        CosmosConnection second = table.connect(store)) {
      for (int step = 0; step < longest; step++) {
        List<Change> changes = new ArrayList<>();
        for (List<Change> schedule : schedules) {
          if (step < schedule.size()) {
            changes.add(schedule.get(step));
          }
        }
        table.write(random.nextBoolean() ? first : second, changes);
      }
    }
    assertThat(TestTable.contents(container)).as("seed %d", seed).isEqualTo(expected);
  }

  private static List<Change> schedule(int number, Random random, Map<String, String> expected) {
    List<Change> schedule = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      String board = "b" + number % BOARDS;
      String name = number + "." + row;
      int last = 1 + random.nextInt(VERSIONS);
      for (long version = 1; version <= last; version++) {
        boolean deleted = random.nextInt(4) == 0;
        Change change =
            deleted
                ? Change.delete(board, name, version)
                : Change.put(board, name, version, "v" + version);
        if (deleted) {
          expected.remove(board + ":" + name);
        } else {
          expected.put(board + ":" + name, change.value());
        }
        for (int copy = random.nextInt(3); copy >= 0; copy--) {
          schedule.add(change);
        }
      }
    }
    Collections.shuffle(schedule, random);
    return schedule;
  }

  /** Without versions the later writer counts, and of one writer the later batch. */
  @Test
  void aWriterThatWasReplacedIsNotHeard() throws Exception {
    FakeItemStore store = new FakeItemStore(container, Weather.FAIR);
    try (CosmosConnection former = table.connect(store);
        CosmosConnection present = table.connect(store)) {
      table.write(former, Change.put("b", "x", 5L, "first"));
      table.write(present, Change.put("b", "x", 5L, "present"));
      table.write(former, Change.put("b", "x", 5L, "former"));
      assertThat(TestTable.contents(container)).isEqualTo(Map.of("b:x", "present"));
      table.write(present, Change.put("b", "x", 5L, "corrected"));
      assertThat(TestTable.contents(container)).isEqualTo(Map.of("b:x", "corrected"));
    }
  }

  @Test
  void aChangeWithoutAVersionKeepsTheVersionThatIsThere() throws Exception {
    FakeItemStore store = new FakeItemStore(container, Weather.FAIR);
    for (boolean forget : List.of(false, true)) {
      CosmosConnection connection = table.connect(store);
      table.write(connection, Change.put("b", "x", 5L, "five"));
      if (forget) {
        connection.close();
        connection = table.connect(store);
      }
      table.write(connection, Change.put("b", "x", null, "none"));
      table.write(connection, Change.put("b", "x", 4L, "four"));
      assertThat(TestTable.contents(container)).isEqualTo(Map.of("b:x", "none"));
      table.write(connection, Change.put("b", "x", 6L, "six"));
      assertThat(TestTable.contents(container)).isEqualTo(Map.of("b:x", "six"));
      connection.close();
      container.clear();
    }
  }

  /** As one is that was given up for lost and is done all the same, behind newer ones. */
  @Test
  void anOperationThatComesLateIsNotHeard() throws Exception {
    FakeItemStore store = new FakeItemStore(container, Weather.FAIR);
    try (CosmosConnection connection = table.connect(store)) {
      for (int i = 0; i < 4; i++) {
        table.write(connection, Change.put("b", "x", 1L, "value" + i));
        table.write(connection, Change.delete("b", "y", 1L));
        table.write(connection, Change.put("b", "y", 1L, "value" + i));
      }
    }
    Map<String, String> end = TestTable.contents(container);
    assertThat(end).isEqualTo(Map.of("b:x", "value3", "b:y", "value3"));
    List<ItemOperation> late =
        store.asked().stream()
            .filter(operation -> operation.key().id().startsWith("b:"))
            .filter(operation -> !last(store, operation))
            .toList();
    assertThat(late).hasSizeGreaterThan(8);
    late.forEach(store::done);
    assertThat(TestTable.contents(container)).isEqualTo(end);
  }

  private static boolean last(FakeItemStore store, ItemOperation operation) {
    return store.asked().stream()
        .filter(other -> other.key().equals(operation.key()))
        .reduce((before, after) -> after)
        .orElseThrow()
        .equals(operation);
  }

  /** What the sink has not written counts as older than whatever it writes. */
  @Test
  void anItemOfOthersIsTakenOver() throws Exception {
    FakeItemStore store = new FakeItemStore(container, Weather.FAIR);
    try (CosmosConnection connection = table.connect(store)) {
      ItemChange foreign = connection.layout().change(Change.put("b", "x", 9L, "others").row());
      store.done(new ItemOperation.Create(foreign.key(), foreign.item()));
      table.write(connection, Change.put("b", "x", 1L, "ours"), Change.put("b", "y", 1L, "ours"));
      assertThat(TestTable.contents(container)).isEqualTo(Map.of("b:x", "ours", "b:y", "ours"));
    }
  }

  @Test
  void oneOperationIsEnoughForARowThatIsKnownAndNoneForOneThatIsOld() throws Exception {
    FakeItemStore store = new FakeItemStore(container, Weather.FAIR);
    try (CosmosConnection connection = table.connect(store)) {
      table.write(connection, Change.put("b", "x", 1L, "one"));
      int before = store.asked().size();
      table.write(connection, Change.put("b", "x", 2L, "two"));
      table.write(connection, Change.delete("b", "x", 3L));
      table.write(connection, Change.put("b", "x", 4L, "four"));
      table.write(connection, Change.put("b", "x", 3L, "three"));
      assertThat(store.asked().subList(before, store.asked().size()))
          .extracting(operation -> operation.getClass().getSimpleName())
          .containsExactly("Patch", "Replace", "Replace");
    }
  }

  /** Or it would end all the same, though it was changed. */
  @Test
  void aRowThatIsChangedLosesAFormerTimeToLive() throws Exception {
    FakeItemStore store = new FakeItemStore(container, Weather.FAIR);
    TestTable ending = TestTable.of(Map.of("time-to-live", "1 h"));
    try (CosmosConnection connection = ending.connect(store)) {
      ending.write(connection, Change.put("b", "x", 1L, "one"));
      assertThat(timeToLive("b:x")).isEqualTo(3_600);
    }
    try (CosmosConnection connection = table.connect(store)) {
      table.write(connection, Change.put("b", "x", 2L, "two"));
      assertThat(timeToLive("b:x")).isEqualTo(-1);
      int before = store.asked().size();
      table.write(connection, Change.put("b", "x", 3L, "three"));
      assertThat(store.asked()).hasSize(before + 1);
    }
    try (CosmosConnection connection = ending.connect(store)) {
      ending.write(connection, Change.put("b", "x", 4L, "four"));
      assertThat(timeToLive("b:x")).isEqualTo(3_600);
    }
    assertThat(TestTable.contents(container)).isEqualTo(Map.of("b:x", "four"));
  }

  private int timeToLive(String id) {
    return container.items().stream()
        .filter(item -> item.get("id").asText().equals(id))
        .findFirst()
        .orElseThrow()
        .path("ttl")
        .asInt(-1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStoreThatLostWritesIsNoticed(boolean afterRestore) throws Exception {
    FakeItemStore store = new FakeItemStore(container, Weather.FAIR);
    TestTable hasty = TestTable.of(Map.of("sink.max-retries", "3"));
    try (CosmosConnection connection = hasty.connect(store)) {
      hasty.write(connection, Change.put("b", "x", 1L, "one"));
      connection.checkpoint(Instant.now());
      WriterProgress progress = connection.progress();
      assertThat(progress.checkpoints()).isEqualTo(1);
      hasty.connect(store, List.of(progress)).close();
      container.clear();
      if (afterRestore) {
        assertThatThrownBy(() -> hasty.connect(store, List.of(progress)))
            .isInstanceOf(StoreLostException.class)
            .hasMessageContaining("has lost what the job had written of 't'");
      } else {
        assertThatThrownBy(() -> connection.checkpoint(Instant.now()))
            .isInstanceOf(StoreLostException.class);
      }
    }
  }

  /** What the job had written before may still be there: its next start finds out. */
  @Test
  void aStoreThatLosesAWriterBeforeItsFirstCheckpointDoesNotEndTheJob() throws Exception {
    FakeItemStore store = new FakeItemStore(container, Weather.FAIR);
    TestTable hasty = TestTable.of(Map.of("sink.max-retries", "3"));
    try (CosmosConnection connection = hasty.connect(store)) {
      container.clear();
      assertThatThrownBy(() -> connection.checkpoint(Instant.now()))
          .isInstanceOf(CosmosStoreException.class)
          .hasMessageContaining("before its first checkpoint");
    }
  }

  @Test
  void aStoreThatRefusesTheProgressHasLostNothing() throws Exception {
    FakeItemStore store =
        new FakeItemStore(
            container,
            operation -> operation instanceof ItemOperation.Replace ? Fate.UNFIT : Fate.DONE);
    try (CosmosConnection connection = table.connect(store)) {
      assertThatThrownBy(() -> connection.checkpoint(Instant.now()))
          .isInstanceOf(CosmosStoreException.class)
          .hasMessageContaining("did not take the writer's progress: status 400");
    }
  }
}
