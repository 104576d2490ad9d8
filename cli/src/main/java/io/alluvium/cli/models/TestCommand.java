package io.alluvium.cli.models;

import io.alluvium.cli.models.TestRun.Ended;
import io.alluvium.cli.output.OutputFormat;
import io.alluvium.models.artifacts.Invocation;
import io.alluvium.models.artifacts.NodeResult;
import io.alluvium.models.artifacts.NodeResult.Status;
import io.alluvium.models.artifacts.RunResults;
import io.alluvium.models.quality.lake.DataTestSuite;
import io.alluvium.models.quality.lake.DataTests;
import io.alluvium.models.quality.lake.GreatExpectations;
import io.alluvium.models.run.CompiledJobs;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.models.run.TargetFolder;
import io.alluvium.models.run.TestSuite;
import io.alluvium.models.selection.TestEntry;
import io.alluvium.models.unittest.UnitTestSuite;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.flink.types.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alluvium models test}. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the unit tests of the selected models, each again with its rows in other orders, late,"
          + " repeated, at other parallelisms and through a failure.",
      "The result must not change."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all selected tests passed, or only warned",
      "1:a test failed or could not run",
      "2:wrong use, or a model or test that is wrong: the message says what to change"
    })
final class TestCommand implements Callable<Integer> {
  private static final List<String> NAMES =
      List.of("name", "type", "tested", "status", "seconds", "failures", "message", "unique_id");

  @Mixin private ProjectOptions project;
  @Mixin private TestedLake lake;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}. Default: a line for each test as it ends.")
  private OutputFormat format;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Of the first order and failure of unit tests. Default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--seeds",
      paramLabel = "NUMBER",
      defaultValue = "" + UnitTestSuite.SEEDS,
      description =
          "How many orders and failures each unit test goes through. Default: ${DEFAULT-VALUE}")
  private int seeds;

  @Spec private CommandSpec spec;

  /** Null without a lake. */
  @Nullable private DataTestSuite dataTests;

  @Override
  public Integer call() throws Exception {
    long begun = System.nanoTime();
    ModelsProject models = ModelsProject.withoutLake(project.configuration(lake.uri()));
    RunResults results = new RunResults(Invocation.begin("test", project.arguments()));
    List<Ended> ended =
        new TestRun(project, models, this::tellUnlessFormatted).run(suites(models), results);
    TargetFolder target =
        new TargetFolder(project.folder().resolve(models.project().settings().targetPath()));
    target.write(results);
    if (dataTests != null) {
      GreatExpectations.write(dataTests.results(), target);
    }
    return report(ended, results, begun);
  }

  /** Those that can run here. */
  private List<TestSuite> suites(ModelsProject models) {
    if (seeds < 1) {
      throw new ParameterException(spec.commandLine(), "--seeds must be 1 or more, not " + seeds);
    }
    List<TestSuite> suites = new ArrayList<>();
    Supplier<CompiledJobs> compiled = CompiledJobs.forTests(models);
    suites.add(new UnitTestSuite(models, compiled, seed, seeds));
    if (lake.isGiven()) {
      dataTests =
          new DataTestSuite(
              new DataTests(models, compiled, lake.uri(), BatchFlink.configuration()));
      suites.add(dataTests);
    }
    return suites;
  }

  private int report(List<Ended> tests, RunResults results, long begun) throws IOException {
    Map<Status, Long> counts =
        results.results().stream()
            .collect(Collectors.groupingBy(NodeResult::status, Collectors.counting()));
    if (format == null) {
      tell(
          String.format(
              Locale.ROOT,
              "Done in %.1f s. PASS=%d WARN=%d FAIL=%d ERROR=%d SKIP=%d TOTAL=%d",
              (System.nanoTime() - begun) / 1e9,
              counts.getOrDefault(Status.PASS, 0L),
              counts.getOrDefault(Status.WARN, 0L),
              counts.getOrDefault(Status.FAIL, 0L),
              counts.getOrDefault(Status.ERROR, 0L),
              counts.getOrDefault(Status.SKIPPED, 0L),
              tests.size()));
    } else {
      List<Row> rows = new ArrayList<>();
      tests.forEach(ended -> rows.add(row(ended.test(), ended.result())));
      PrintWriter out = spec.commandLine().getOut();
      format.write(NAMES, rows.iterator(), out);
      out.flush();
    }
    return counts.containsKey(Status.FAIL) || counts.containsKey(Status.ERROR) ? 1 : 0;
  }

  private static Row row(TestEntry test, NodeResult result) {
    return Row.of(
        test.name(),
        test.type().name().toLowerCase(Locale.ROOT),
        TestRun.tested(test),
        result.status().text(),
        result.seconds(),
        result.failures().orElse(null),
        result.message().orElse(null),
        test.id());
  }

  /** With a format only the result goes to where it is read. */
  private void tellUnlessFormatted(String line) {
    if (format == null) {
      tell(line);
    }
  }

  private void tell(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
