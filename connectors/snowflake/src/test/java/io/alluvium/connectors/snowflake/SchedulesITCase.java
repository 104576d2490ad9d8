package io.alluvium.connectors.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the order in which changes come, the table ends as their history does. */
class SchedulesITCase {
  private static final int SCHEDULES = 10_000;
  private static final int KEYS = 2;
  private static final int VERSIONS = 6;

  private record Change(RowKind kind, int id, long version, String value) {}

  /**
   * Each schedule is a history of some rows, sent repeated, in another order, delayed over
   * checkpoints, and to jobs that are restored from earlier checkpoints.
   */
  @Test
  void tenThousandSchedulesEndAsTheHistoryDoes(@TempDir Path directory) throws Exception {
    long seed = Long.getLong("alluvium.seed", 20261126L);
    Random random = new Random(seed);
    TreeMap<String, String> expected = new TreeMap<>();
    List<List<Change>> schedules = new ArrayList<>();
    int longest = 0;
    for (int number = 0; number < SCHEDULES; number++) {
      List<Change> schedule = schedule(random, number, expected);
      schedules.add(schedule);
      longest = Math.max(longest, schedule.size());
    }
    try (SnowflakeServer server = SnowflakeServer.start(directory)) {
      Configuration options = new Configuration();
      options.set(SnowflakeConnectorOptions.VERSION_COLUMN, "ver");
      options.setString("sink.staleness", "0 s");
      SnowflakeTarget target = server.target(SinkUnderTest.ROW_TYPE, List.of("id"), options);
      SinkUnderTest sink = new SinkUnderTest(target, null);
      SinkUnderTest.Snapshot earlier = null;
      try {
        for (int step = 0; step < longest; step++) {
          for (List<Change> schedule : schedules) {
            if (step < schedule.size()) {
              Change change = schedule.get(step);
              sink.change(change.kind(), change.id(), change.version(), change.value());
            }
          }
          if (random.nextInt(3) == 0 || step == longest - 1) {
            SinkUnderTest.Snapshot snapshot = sink.checkpointAndApply(step);
            if (earlier != null && random.nextInt(3) == 0) {
              sink.close();
              sink = new SinkUnderTest(target, earlier);
            }
            earlier = snapshot;
          }
        }
      } finally {
        sink.close();
      }
      assertThat(server.map("SELECT id, val FROM kpi")).as("seed %d", seed).isEqualTo(expected);
    }
  }

  private static List<Change> schedule(
      Random random, int number, TreeMap<String, String> expected) {
    List<Change> schedule = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      int id = number * KEYS + key;
      for (long version = 1; version <= 1 + random.nextInt(VERSIONS); version++) {
        boolean isDeleted = random.nextInt(4) == 0;
        String value = "v" + version;
        if (isDeleted) {
          expected.remove(Integer.toString(id));
        } else {
          expected.put(Integer.toString(id), value);
        }
        RowKind kind = isDeleted ? RowKind.DELETE : RowKind.UPDATE_AFTER;
        for (int copy = random.nextInt(3); copy >= 0; copy--) {
          schedule.add(new Change(kind, id, version, value));
        }
      }
    }
    Collections.shuffle(schedule, random);
    return schedule;
  }
}
