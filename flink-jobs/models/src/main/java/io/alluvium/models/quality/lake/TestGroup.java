package io.alluvium.models.quality.lake;

import io.alluvium.models.ModelException;
import io.alluvium.models.artifacts.NodeResult;
import io.alluvium.models.compile.PlannerError;
import io.alluvium.models.graph.Node;
import io.alluvium.models.jinja.Rendered;
import io.alluvium.models.quality.DataTest;
import io.alluvium.models.quality.Expectations;
import io.alluvium.models.quality.FailingRows;
import io.alluvium.models.quality.FusedTests;
import io.alluvium.models.quality.Rule;
import io.alluvium.models.quality.Severity;
import io.alluvium.models.quality.SingularTest;
import io.alluvium.models.quality.TestConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tests that run as one query. */
final class TestGroup {
  private static final int MAX_SAMPLED = 5;
  private static final Logger LOG = LoggerFactory.getLogger(TestGroup.class);

  private final TestedLake lake;
  private final String table;
  private final OptionalLong version;
  private final String label;
  private final List<Entry> entries = new ArrayList<>();

  private TestGroup(TestedLake lake, String table, OptionalLong version, String label) {
    this.lake = lake;
    this.table = table;
    this.version = version;
    this.label = label;
  }

  /** Of a table's tests. */
  static TestGroup of(TestedLake lake, Node node) {
    String table = lake.table(node).sql();
    return new TestGroup(lake, table, lake.version(node), label(node));
  }

  /** Of tests that are SQL of their own. */
  static TestGroup ofQueries(TestedLake lake) {
    return new TestGroup(lake, "", OptionalLong.empty(), "");
  }

  /** Of tests that cannot run because there is no table. */
  static TestGroup missing(TestedLake lake, Node node, List<DataTest> tests, String problem) {
    TestGroup group = new TestGroup(lake, "", OptionalLong.empty(), label(node));
    tests.forEach(test -> group.addBroken(test, problem));
    return group;
  }

  private static String label(Node node) {
    return node.schema() + "." + node.table();
  }

  /**
   * A test.
   *
   * @param query of its failing rows
   * @param problem why it cannot be run
   * @param reason says for people why the query failed
   */
  private record Entry(
      TestIdentity identity,
      TestConfig config,
      Optional<Rule> rule,
      Optional<String> where,
      Optional<String> query,
      Optional<String> problem,
      Function<Throwable, String> reason) {}

  void add(DataTest test, Rule rule) {
    Optional<String> where = Expectations.where(test);
    Optional<String> query = FailingRows.query(rule, table, where);
    entries.add(
        new Entry(
            TestIdentity.of(test),
            test.config(),
            Optional.of(rule),
            where,
            query,
            Optional.empty(),
            ModelException::reason));
  }

  void addBroken(DataTest test, String problem) {
    entries.add(broken(TestIdentity.of(test), test.config(), problem));
  }

  void add(SingularTest test, Rendered query) {
    entries.add(
        new Entry(
            TestIdentity.of(test),
            test.config(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(query.text()),
            Optional.empty(),
            failure -> PlannerError.of(test.file().name(), query, failure).getMessage()));
  }

  void addBroken(SingularTest test, String problem) {
    entries.add(broken(TestIdentity.of(test), test.config(), problem));
  }

  private static Entry broken(TestIdentity identity, TestConfig config, String problem) {
    return new Entry(
        identity,
        config,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(problem),
        ModelException::reason);
  }

  /** What is wrong with a test's query. */
  private Optional<String> problem(Entry entry) {
    try {
      entry.query().ifPresent(lake.tables()::sqlQuery);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(entry.reason().apply(e));
    }
  }

  List<DataTestResult> run() {
    Map<Entry, DataTestResult> results = new HashMap<>();
    for (Entry entry : entries) {
      entry.problem().ifPresent(problem -> results.put(entry, error(entry, problem)));
    }
    List<Entry> sound = entries.stream().filter(entry -> !results.containsKey(entry)).toList();
    try {
      results.putAll(run(sound));
    } catch (RuntimeException together) {
      LOG.info("One of the tests of {} cannot run", label.isEmpty() ? "SQL" : label, together);
      results.putAll(runEach(sound));
    }
    return entries.stream().map(results::get).toList();
  }

  /** By themselves, so that one that cannot run does not stop the others. */
  private Map<Entry, DataTestResult> runEach(List<Entry> some) {
    Map<Entry, DataTestResult> results = new HashMap<>();
    for (Entry entry : some) {
      problem(entry).ifPresent(problem -> results.put(entry, error(entry, problem)));
    }
    List<Entry> valid = some.stream().filter(entry -> !results.containsKey(entry)).toList();
    if (valid.size() < some.size()) {
      try {
        results.putAll(run(valid));
        return results;
      } catch (RuntimeException e) {
        LOG.info("One of the tests of {} fails as it runs", label, e);
      }
    }
    for (Entry entry : valid) {
      try {
        results.putAll(run(List.of(entry)));
      } catch (RuntimeException e) {
        results.put(entry, error(entry, entry.reason().apply(e)));
      }
    }
    return results;
  }

  private DataTestResult error(Entry entry, String problem) {
    return entry
        .identity()
        .result(NodeResult.Status.ERROR, 0, problem, label, version, Instant.now())
        .withCompiledCode(entry.query());
  }

  private Map<Entry, DataTestResult> run(List<Entry> some) {
    Instant begun = Instant.now();
    FusedTests fused = new FusedTests(table);
    for (Entry entry : some) {
      if (entry.rule().isPresent()) {
        fused.add(entry, entry.rule().get(), entry.where());
      } else {
        fused.addQuery(entry, entry.query().orElseThrow());
      }
    }
    Map<Integer, String[]> found = fused.isEmpty() ? Map.of() : collect(fused.queries());
    OptionalLong rows =
        table.isEmpty() || found.isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(FusedTests.rowCount(found));
    Map<Entry, DataTestResult> results = new HashMap<>();
    for (Entry entry : some) {
      results.put(entry, result(entry, fused, found, rows, begun));
    }
    addSamples(results);
    return results;
  }

  private DataTestResult result(
      Entry entry, FusedTests fused, Map<Integer, String[]> all, OptionalLong rows, Instant begun) {
    FusedTests.Found found =
        entry.rule().orElse(null) instanceof Rule.OfSchema schema
            ? new FusedTests.Found(schema.failures(), Optional.empty())
            : fused.found(entry, all);
    long failures = found.failures();
    if (entry.config().limit().isPresent()) {
      failures = Math.min(failures, entry.config().limit().get());
    }
    NodeResult.Status status = status(entry.config(), failures);
    DataTestResult result =
        entry
            .identity()
            .result(
                status,
                failures,
                failures == 0 ? "" : Failures.message(entry.rule(), failures, found.value(), rows),
                label,
                version,
                begun)
            .withFigures(rows, found.value())
            .withCompiledCode(entry.query());
    if (failures == 0 || entry.query().isEmpty()) {
      return result;
    }
    if (entry.config().storeFailures()) {
      Failures stored = new Failures(lake.tables(), entry.query().get());
      return result.withStored(stored.store(entry.identity().alias(), entry.config().limit()));
    }
    return result;
  }

  /** Adds rows to look at to the first of the results of what failed. */
  private void addSamples(Map<Entry, DataTestResult> results) {
    List<Entry> failed =
        entries.stream()
            .filter(results::containsKey)
            .filter(entry -> results.get(entry).failures() > 0 && entry.query().isPresent())
            .limit(MAX_SAMPLED)
            .toList();
    Map<Integer, List<String>> samples =
        Samples.of(lake.tables(), failed.stream().map(entry -> entry.query().get()).toList());
    for (int i = 0; i < failed.size(); i++) {
      List<String> some = samples.getOrDefault(i, List.of());
      results.computeIfPresent(failed.get(i), (entry, result) -> result.withSamples(some));
    }
  }

  private static NodeResult.Status status(TestConfig config, long failures) {
    if (config.severity() != Severity.WARN && config.errorIf().isReachedBy(failures)) {
      return NodeResult.Status.FAIL;
    }
    return config.warnIf().isReachedBy(failures) ? NodeResult.Status.WARN : NodeResult.Status.PASS;
  }

  private Map<Integer, String[]> collect(List<String> queries) {
    Map<Integer, String[]> found = new HashMap<>();
    for (String query : queries) {
      try (CloseableIterator<Row> rows = lake.tables().executeSql(query).collect()) {
        rows.forEachRemaining(
            row -> found.put((Integer) row.getField(0), (String[]) row.getField(1)));
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    return found;
  }
}
