package io.alluvium.models.quality.lake;

import io.alluvium.definitions.DefinitionException;
import io.alluvium.models.ModelException;
import io.alluvium.models.graph.Node;
import io.alluvium.models.quality.DataTest;
import io.alluvium.models.quality.DataTestReader;
import io.alluvium.models.quality.SingularTest;
import io.alluvium.models.quality.TestRules;
import io.alluvium.models.run.CompiledJobs;
import io.alluvium.models.run.ModelsProject;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/**
 * Runs a project's data tests on the tables of a lake. All tests see each table at one version, the
 * latest when the first of them asked for it, and the tests of one table share one scan of it.
 */
public final class DataTests {
  private final ModelsProject models;
  private final String lakePath;
  private final Configuration flink;
  private final TestRules rules;
  private final Map<String, DataTest> generic = new LinkedHashMap<>();
  private final Map<String, SingularTest> singular = new LinkedHashMap<>();
  private final Map<String, DataTestResult> results = new LinkedHashMap<>();
  private final Set<String> chosen = new HashSet<>();
  private final Supplier<CompiledJobs> compiled;
  private TestedLake lake;

  /**
   * @param lakePath the lake's folder, as a Flink path
   * @param flink of the batch jobs
   * @throws RuntimeException at the place of a test that does not exist, or that has an argument
   *     that it does not take
   */
  public DataTests(ModelsProject models, String lakePath, Configuration flink) {
    this(models, CompiledJobs.forTests(models), lakePath, flink);
  }

  /**
   * @param compiled gives the project's jobs once a test needs them
   */
  public DataTests(
      ModelsProject models, Supplier<CompiledJobs> compiled, String lakePath, Configuration flink) {
    this.models = models;
    this.compiled = compiled;
    this.lakePath = lakePath;
    this.flink = flink;
    this.rules = new TestRules(models.project(), models.graph(), models.jinja());
    for (DataTest test : new DataTestReader(models.graph()).all()) {
      rules.requireKnown(test);
      generic.put(test.id(), test);
    }
    models.project().singularTests().stream()
        .map(file -> SingularTest.of(file, models.graph(), models.jinja()))
        .filter(test -> test.config().enabled())
        .forEach(test -> singular.put(test.id(), test));
    choose(ids());
  }

  /** All tests that YAML gives to tables and columns, in the order of the graph. */
  public List<DataTest> generic() {
    return List.copyOf(generic.values());
  }

  /** All tests that are SQL of their own. */
  public List<SingularTest> singular() {
    return List.copyOf(singular.values());
  }

  private Set<String> ids() {
    Set<String> ids = new HashSet<>(generic.keySet());
    ids.addAll(singular.keySet());
    return ids;
  }

  /** Says which tests will be run, all by default: with one, those of its table run. */
  public void choose(Collection<String> ids) {
    chosen.clear();
    chosen.addAll(ids);
  }

  /** Runs a test that was chosen, unless it ran with another. */
  public DataTestResult run(String id) {
    if (!results.containsKey(id)) {
      group(id).run().forEach(result -> results.put(result.id(), result));
    }
    return results.get(id);
  }

  private TestGroup group(String id) {
    if (lake == null) {
      lake =
          new TestedLake(
              TableEnvironment.create(
                  EnvironmentSettings.newInstance().inBatchMode().withConfiguration(flink).build()),
              models,
              compiled,
              lakePath);
    }
    return singular.containsKey(id) ? ofSingularTests() : ofTable(generic.get(id).tested());
  }

  private TestGroup ofTable(Node node) {
    List<DataTest> own =
        generic.values().stream()
            .filter(test -> test.tested().equals(node) && chosen.contains(test.id()))
            .toList();
    try {
      lake.table(node);
    } catch (ModelException e) {
      return TestGroup.missing(lake, node, own, e.getMessage());
    }
    TestGroup group = TestGroup.of(lake, node);
    for (DataTest test : own) {
      try {
        group.add(test, rules.rule(test, lake.table(node), lake::table));
      } catch (ModelException | DefinitionException e) {
        // A column that is not there, for one, or a table that it compares with.
        group.addBroken(test, e.getMessage());
      }
    }
    return group;
  }

  private TestGroup ofSingularTests() {
    TestGroup group = TestGroup.ofQueries(lake);
    for (SingularTest test : singular.values()) {
      if (chosen.contains(test.id())) {
        try {
          group.add(
              test,
              test.query(
                  models.graph(),
                  models.jinja(),
                  node -> {
                    lake.table(node);
                    return TestedLake.relation(node);
                  }));
        } catch (ModelException e) {
          group.addBroken(test, e.getMessage());
        }
      }
    }
    return group;
  }
}
