package io.alluvium.models.run;

import io.alluvium.models.artifacts.NodeResult;
import io.alluvium.models.selection.TestEntry;
import java.util.List;

/** Tests of one kind, for a command that runs those that are selected. Closed when it is done. */
public interface TestSuite extends AutoCloseable {
  /** All that the project has, in the order in which they run. */
  List<TestEntry> tests();

  /** Told once, before the first runs, which of them will be run. */
  default void begin(List<TestEntry> selected) {}

  /**
   * Runs one of them. A test that fails is a result, with the reason as its message; it does not
   * throw.
   *
   * @throws io.alluvium.models.ModelException where the project itself is wrong
   */
  NodeResult run(TestEntry test) throws Exception;
}
