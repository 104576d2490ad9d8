package io.alluvium.models.quality.lake;

import io.alluvium.models.artifacts.NodeResult;
import io.alluvium.models.quality.DataTest;
import io.alluvium.models.quality.SingularTest;
import io.alluvium.models.run.TestSuite;
import io.alluvium.models.selection.TestEntry;
import io.alluvium.models.selection.TestType;
import java.util.ArrayList;
import java.util.List;

/** The data tests of a project, for commands that run what is selected. */
public final class DataTestSuite implements TestSuite {
  private final DataTests tests;
  private final List<DataTestResult> results = new ArrayList<>();

  public DataTestSuite(DataTests tests) {
    this.tests = tests;
  }

  @Override
  public List<TestEntry> tests() {
    List<TestEntry> entries = new ArrayList<>();
    for (DataTest test : tests.generic()) {
      entries.add(
          new TestEntry(
              test.id(),
              test.name(),
              TestType.GENERIC,
              test.file(),
              test.config().tags(),
              List.of(test.tested())));
    }
    for (SingularTest test : tests.singular()) {
      entries.add(
          new TestEntry(
              test.id(),
              test.name(),
              TestType.SINGULAR,
              test.file().name(),
              test.config().tags(),
              List.copyOf(test.reads())));
    }
    return entries;
  }

  @Override
  public void begin(List<TestEntry> selected) {
    tests.choose(selected.stream().map(TestEntry::id).toList());
  }

  @Override
  public NodeResult run(TestEntry test) {
    DataTestResult result = tests.run(test.id());
    results.add(result);
    return result.toNodeResult();
  }

  /** What was found so far. */
  public List<DataTestResult> results() {
    return List.copyOf(results);
  }

  @Override
  public void close() {
    // Each job ends by itself.
  }
}
