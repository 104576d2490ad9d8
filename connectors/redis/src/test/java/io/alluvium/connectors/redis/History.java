package io.alluvium.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.redis.TestTable.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Changes of some rows, each with a version that rises, and what they come to. */
final class History {
  private static final int BOARDS = 3;
  private static final int ROWS = 40;

  private final Random random;
  private final List<Change> changes = new ArrayList<>();
  private long version;

  History(Random random) {
    this.random = random;
  }

  /** Adds changes. */
  void grow(int count) {
    for (int i = 0; i < count; i++) {
      String board = "b" + random.nextInt(BOARDS);
      String name = "r" + random.nextInt(ROWS);
      version++;
      changes.add(
          random.nextInt(5) == 0
              ? Change.delete(board, name, version)
              : Change.put(board, name, version, "v" + version));
    }
  }

  int size() {
    return changes.size();
  }

  List<Change> between(int from, int to) {
    return changes.subList(from, to);
  }

  /** What the rows are after the first changes. */
  Map<String, String> contents(int until) {
    Map<String, String> contents = new HashMap<>();
    for (Change change : changes.subList(0, until)) {
      String row = change.board() + ":" + change.name();
      if (change.value().isEmpty()) {
        contents.remove(row);
      } else {
        contents.put(row, change.value());
      }
    }
    return contents;
  }

  /** Fails where a row is older than it was before. */
  static void requireNotBackInTime(Map<String, String> before, Map<String, String> after) {
    after.forEach(
        (row, value) -> {
          String former = before.get(row);
          if (former != null) {
            assertThat(Long.parseLong(value.substring(1)))
                .as(row)
                .isGreaterThanOrEqualTo(Long.parseLong(former.substring(1)));
          }
        });
  }
}
