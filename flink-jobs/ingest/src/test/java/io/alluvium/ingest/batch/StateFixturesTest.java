package io.alluvium.ingest.batch;

import io.alluvium.fixtures.StateFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Savepoints of former releases stay readable. */
class StateFixturesTest {
  private static final WorkSplit SPLIT = new WorkSplit("a/ü@1-2", "read\t1\t2\ta/ü", "5;5;4;1");

  @Test
  void splits() throws Exception {
    StateFixture.holds("batch-split", new WorkSplitSerializer(), SPLIT, 1);
  }

  @Test
  void whetherWorkWasHandedOut() throws Exception {
    StateFixture.holds("batch-handed-out", new HandedOutSerializer(), true, 1);
  }

  @Test
  void enumerators() throws Exception {
    StateFixture.holds(
        "batch-enumerator",
        new BatchStateSerializer<>(new HandedOutSerializer()),
        new BatchState<>(true, true, List.of(SPLIT, WorkSplit.begin("b", "c"))),
        1);
  }

  @Test
  void enumeratorsBeforeTheirFirstLook() throws Exception {
    StateFixture.holds(
        "batch-enumerator-begun",
        new BatchStateSerializer<>(new HandedOutSerializer()),
        new BatchState<>(null, false, List.of()),
        1);
  }
}
