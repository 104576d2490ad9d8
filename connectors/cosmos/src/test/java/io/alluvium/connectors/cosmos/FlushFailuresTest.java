package io.alluvium.connectors.cosmos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.cosmos.FakeItemStore.Fate;
import io.alluvium.connectors.cosmos.FakeItemStore.Weather;
import io.alluvium.connectors.cosmos.TestTable.Change;
import io.alluvium.connectors.cosmos.store.ItemOperation;
import io.alluvium.local.cosmos.LocalContainer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever fails in whatever phase of a flush, the store ends as the changes do, and no row goes
 * back in time. More runs: {@code -Dalluvium.seeds=N}; one: {@code -Dalluvium.seed=N}.
 */
class FlushFailuresTest {
  private static final int STEPS = 60;
  private static final int LARGEST_STEP = 60;
  private static final int FATAL_ONE_IN = 400;

  static LongStream seeds() {
    Long one = Long.getLong("alluvium.seed");
    return one == null
        ? LongStream.rangeClosed(1, Integer.getInteger("alluvium.seeds", 10))
        : LongStream.of(one);
  }

  /** The state of a writer at a checkpoint, and how many changes were written before it. */
  private record Checkpoint(List<WriterProgress> progress, int position) {}

  /**
   * Operations fail and are done all the same, the job fails or is killed while a batch is under
   * way, and is restored from its last checkpoint or an older one.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void endsAsTheChangesDo(long seed) throws Exception {
    Random random = new Random(seed);
    History history = new History(random);
    LocalContainer container = TestTable.container();
    Random fates = new Random(seed + 1);
    FakeItemStore store = new FakeItemStore(container, deadly(fates));
    TestTable table = TestTable.of(Map.of("freshness.id", "fresh", "sink.max-retries", "30"));
    List<Checkpoint> checkpoints = new ArrayList<>(List.of(new Checkpoint(List.of(), 0)));
    Map<String, String> seen = new HashMap<>();
    int position = 0;
    int restarts = 0;
    CosmosConnection connection = connect(table, store, List.of());
    boolean complete = false;
    for (int step = 0; !complete; step++) {
      if (step < STEPS) {
        history.grow(1 + random.nextInt(LARGEST_STEP));
      }
      boolean failed = random.nextInt(6) == 0 && step < STEPS;
      try {
        // Not all is waited for, so that a kill comes while a batch is under way.
        connection.send(table.batch(connection, history.between(position, history.size())));
        position = history.size();
        if (random.nextInt(3) > 0 || step >= STEPS) {
          connection.await();
          Map<String, String> now = TestTable.contents(container);
          History.requireNotBackInTime(seen, now);
          seen = now;
        }
        if (random.nextInt(3) == 0 || step >= STEPS) {
          connection.checkpoint(Instant.now());
          checkpoints.add(new Checkpoint(List.of(connection.progress()), position));
          complete = step >= STEPS;
        }
      } catch (IOException e) {
        failed = true;
      }
      if (failed) {
        restarts++;
        connection.close();
        int back = Math.min(checkpoints.size() - 1, random.nextInt(3));
        Checkpoint restored = checkpoints.get(checkpoints.size() - 1 - back);
        connection = connect(table, store, restored.progress());
        position = restored.position();
      }
    }
    connection.close();
    assertThat(TestTable.contents(container))
        .as("seed %d", seed)
        .isEqualTo(history.contents(history.size()));
    assertThat(restarts).as("seed %d", seed).isPositive();
  }

  /** A job that does not start is started again. */
  private static CosmosConnection connect(
      TestTable table, FakeItemStore store, List<WriterProgress> restored) {
    while (true) {
      try {
        return table.connect(store, restored);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("as told");
      }
    }
  }

  /** Some operations are refused for good, as by a credential that has expired. */
  private static Weather deadly(Random random) {
    Weather foul = Weather.foul(random, 20);
    return operation -> random.nextInt(FATAL_ONE_IN) == 0 ? Fate.FORBIDDEN : foul.of(operation);
  }

  /** What a checkpoint covers is written; one whose flush fails is none. */
  @Test
  void aFlushThatFailsFailsTheCheckpoint() throws Exception {
    LocalContainer container = TestTable.container();
    boolean[] away = {false};
    FakeItemStore store =
        new FakeItemStore(
            container,
            operation ->
                away[0] && operation.key().id().startsWith("b:") ? Fate.UNAVAILABLE : Fate.DONE);
    TestTable table = TestTable.of(Map.of("sink.max-retries", "3"));
    try (CosmosConnection connection = table.connect(store)) {
      table.write(connection, Change.put("b", "x", 1L, "one"));
      connection.checkpoint(Instant.now());
      away[0] = true;
      int before = store.asked().size();
      connection.send(table.batch(connection, List.of(Change.put("b", "x", 2L, "two"))));
      assertThatThrownBy(() -> connection.checkpoint(Instant.now()))
          .hasMessageContaining("did not take a batch of 1 rows, also not after 3 retries")
          .hasMessageContaining("status 503");
      assertThat(store.asked().subList(before, store.asked().size()))
          .hasSize(4)
          .allMatch(operation -> operation instanceof ItemOperation.Patch);
      assertThat(connection.progress().checkpoints()).isEqualTo(1);
    }
  }
}
