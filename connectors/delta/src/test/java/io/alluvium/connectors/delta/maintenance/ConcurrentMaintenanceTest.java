package io.alluvium.connectors.delta.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.lint.WithoutLint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Maintenance beside writers: no row is lost, doubled, or comes back. */
@Timeout(300)
@WithoutLint(value = "Shallow clones.", of = WithoutLint.Part.RELATIVE_PATHS)
class ConcurrentMaintenanceTest {
  private static final int ROUNDS = 40;

  @TempDir Path lake;

  @Test
  void optimizeVacuumAndCheckpointsBesideAppendsAndDeletes() throws Exception {
    MaintainedTable table =
        MaintainedTable.create(lake.resolve("orders"), Map.of("delta.checkpointInterval", "11"));
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      AtomicBoolean done = new AtomicBoolean();
      Future<Set<Long>> first = threads.submit(writer(table, "n", 0));
      Future<Set<Long>> second = threads.submit(writer(table, "s", 1_000_000));
      Future<Long> optimized = threads.submit(maintainer(table, done));

      Set<Long> expected = new TreeSet<>(first.get());
      expected.addAll(second.get());
      done.set(true);

      assertThat(optimized.get()).as("files that were put together").isPositive();
      assertThat(table.content().keySet()).isEqualTo(expected);
      table.maintenance().optimize(OptimizeOptions.defaults().withMaxDeletedShare(0));
      assertThat(table.contentByDuckDb().keySet()).isEqualTo(expected);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Appends, and deletes some of its own rows; returns those that are left. */
  private static Callable<Set<Long>> writer(MaintainedTable table, String region, long firstId) {
    return () -> {
      Random random = new Random(firstId);
      Set<Long> live = new TreeSet<>();
      long next = firstId;
      for (int round = 0; round < ROUNDS; round++) {
        table.append(region, next, next + 1, next + 2);
        live.addAll(Set.of(next, next + 1, next + 2));
        next += 3;
        if (random.nextInt(3) == 0) {
          int rest = random.nextInt(5);
          table.delete(id -> live.contains(id) && id % 5 == rest);
          live.removeIf(id -> id % 5 == rest);
        }
      }
      return live;
    };
  }

  private Callable<Long> maintainer(MaintainedTable table, AtomicBoolean done) {
    return () -> {
      long removed = 0;
      for (int round = 0; !done.get(); round++) {
        removed +=
            table
                .maintenance()
                .optimize(OptimizeOptions.defaults().withMaxDeletedShare(0.2))
                .filesRemoved();
        // Long enough for what the writers have in hand, short enough to delete something.
        table
            .maintenance()
            .vacuum(
                VacuumOptions.defaults()
                    .withRetention(Duration.ofSeconds(5))
                    .withEnforceRetention(false));
        if (round % 4 == 0) {
          table.maintenance().checkpoint();
          table
              .maintenance()
              .cloneTo(lake.resolve("clone" + round).toString(), OptionalLong.empty());
        }
      }
      return removed;
    };
  }
}
