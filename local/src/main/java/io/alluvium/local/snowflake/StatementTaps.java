package io.alluvium.local.snowflake;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Those that are told of statements. */
final class StatementTaps {
  private final List<StatementTap> taps = new CopyOnWriteArrayList<>();

  void add(StatementTap tap) {
    taps.add(tap);
  }

  void remove(StatementTap tap) {
    taps.remove(tap);
  }

  /**
   * @throws CutException where one of them will have no answer
   */
  void tell(StatementMoment moment, String sql) {
    for (StatementTap tap : taps) {
      if (!tap.on(moment, sql)) {
        throw new CutException();
      }
    }
  }
}
