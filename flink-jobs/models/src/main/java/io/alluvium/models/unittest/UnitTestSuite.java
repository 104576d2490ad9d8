package io.alluvium.models.unittest;

import io.alluvium.definitions.DefinitionException;
import io.alluvium.models.ModelException;
import io.alluvium.models.artifacts.NodeResult;
import io.alluvium.models.artifacts.NodeResult.Status;
import io.alluvium.models.artifacts.Timing;
import io.alluvium.models.compile.ProjectCompiler;
import io.alluvium.models.run.CompiledJobs;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.models.run.TestSuite;
import io.alluvium.models.selection.TestEntry;
import io.alluvium.models.selection.TestType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The unit tests of a project. Each runs the real query of its model on rows that it gives, and
 * then again in every way in which these rows could arrive: the result must not change.
 */
public final class UnitTestSuite implements TestSuite {
  /** Orders, and failures, of each test. */
  public static final int SEEDS = 2;

  private final ModelsProject project;
  private final long seed;
  private final int seeds;
  private final Map<String, UnitTest> tests = new LinkedHashMap<>();
  private final Supplier<CompiledJobs> compiled;
  private TestCluster cluster;

  /**
   * @param seed of the first order and failure
   * @param seeds how many of each
   * @throws DefinitionException of the first test that is wrong, with its file and line
   */
  public UnitTestSuite(ModelsProject project, long seed, int seeds) {
    this(project, CompiledJobs.forTests(project), seed, seeds);
  }

  /**
   * @param compiled gives the project's jobs once a test runs
   */
  public UnitTestSuite(
      ModelsProject project, Supplier<CompiledJobs> compiled, long seed, int seeds) {
    this.project = project;
    this.compiled = compiled;
    this.seed = seed;
    this.seeds = seeds;
    project.project().unitTests().stream()
        .filter(UnitTest::isEnabled)
        .map(test -> UnitTest.of(test, project.graph()))
        .forEach(test -> tests.put(test.id(), test));
  }

  @Override
  public List<TestEntry> tests() {
    return tests.values().stream()
        .map(
            test ->
                new TestEntry(
                    test.id(),
                    test.name(),
                    TestType.UNIT,
                    test.definition().place().replaceAll(", line \\d+$", ""),
                    test.tags(),
                    List.of(test.model())))
        .toList();
  }

  @Override
  public NodeResult run(TestEntry entry) throws Exception {
    ProjectCompiler compiler = compiled.get().compiler();
    if (cluster == null) {
      cluster = TestCluster.start();
    }
    UnitTest test = tests.get(entry.id());
    Instant begun = Instant.now();
    try {
      Verdict verdict = new UnitTestRun(test, project, compiler, cluster).run(seed, seeds);
      NodeResult result =
          NodeResult.of(
              test.id(),
              verdict.isPass() ? Status.PASS : Status.FAIL,
              Timing.execute(begun, Instant.now()));
      result = result.withFailures(verdict.failures());
      return verdict.isPass() ? result : result.withMessage(verdict.message());
    } catch (ModelException | DefinitionException e) {
      return NodeResult.of(test.id(), Status.ERROR, Timing.execute(begun, Instant.now()))
          .withMessage(e.getMessage());
    }
  }

  @Override
  public void close() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }
}
