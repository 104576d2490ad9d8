package io.alluvium.cli.models;

import io.alluvium.models.artifacts.NodeResult;
import io.alluvium.models.artifacts.NodeResult.Status;
import io.alluvium.models.artifacts.RunResults;
import io.alluvium.models.graph.Node;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.models.run.TestSuite;
import io.alluvium.models.selection.TestEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs the selected tests of a project one after the other, and tells how each ends. */
final class TestRun {
  private final ProjectOptions options;
  private final ModelsProject models;
  private final Consumer<String> tell;

  /**
   * @param tell takes a line for each test as it ends
   */
  TestRun(ProjectOptions options, ModelsProject models, Consumer<String> tell) {
    this.options = options;
    this.models = models;
    this.tell = tell;
  }

  /** A test and how it ended. */
  record Ended(TestEntry test, NodeResult result) {
    boolean isFailure() {
      return result.status() == Status.FAIL || result.status() == Status.ERROR;
    }
  }

  /** Runs the selected tests of the suites, which it closes. */
  List<Ended> run(List<? extends TestSuite> suites, RunResults results) throws Exception {
    Deque<TestSuite> open = new ArrayDeque<>(suites);
    List<Ended> ended = new ArrayList<>();
    try {
      Map<String, TestSuite> suiteOf = new LinkedHashMap<>();
      List<TestEntry> all = new ArrayList<>();
      for (TestSuite suite : suites) {
        suite.tests().forEach(test -> suiteOf.put(test.id(), suite));
        all.addAll(suite.tests());
      }
      List<TestEntry> selected = options.selected(models, all);
      for (TestSuite suite : suites) {
        suite.begin(selected.stream().filter(suite.tests()::contains).toList());
      }
      for (TestEntry test : selected) {
        NodeResult result = suiteOf.get(test.id()).run(test);
        results.add(result);
        ended.add(new Ended(test, result));
        tell(ended.size(), selected.size(), test, result);
      }
    } finally {
      while (!open.isEmpty()) {
        open.pop().close();
      }
    }
    return ended;
  }

  private void tell(int number, int of, TestEntry test, NodeResult result) {
    tell.accept(
        String.format(
            Locale.ROOT,
            "%d of %d %s %s (%s) [%.2f s]",
            number,
            of,
            result.status().name(),
            test.name(),
            tested(test),
            result.seconds()));
    if (result.status() != Status.PASS) {
      result.message().ifPresent(text -> tell.accept(text.indent(2).stripTrailing()));
    }
  }

  static String tested(TestEntry test) {
    return test.tested().stream().map(Node::name).collect(Collectors.joining(" "));
  }
}
