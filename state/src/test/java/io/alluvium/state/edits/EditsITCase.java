package io.alluvium.state.edits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.local.Loopback;
import io.alluvium.state.edits.EditRun.Outcome;
import io.alluvium.state.gate.ModelVerdict;
import io.alluvium.state.gate.OperatorVerdict;
import io.alluvium.state.gate.PlanComparison;
import io.alluvium.state.gate.SavepointCheck;
import io.alluvium.state.gate.UpgradeGate;
import io.alluvium.state.gate.UpgradedPlan;
import io.alluvium.state.gate.Verdict;
import io.alluvium.state.plan.PlanFile;
import io.alluvium.state.savepoint.OperatorEntry;
import io.alluvium.state.savepoint.OperatorNames;
import io.alluvium.state.savepoint.Savepoint;
import io.alluvium.state.trial.OperatorTrial;
import io.alluvium.state.trial.TrialOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Edits a job, restores a savepoint of it as the gate says, and compares what comes out with what
 * must: what the new job would have said had it always run, or had it begun with the savepoint.
 *
 * <p>A few edits of each kind by default, all with {@code -Dalluvium.upgrades.deep=true}.
 */
class EditsITCase {
  private static final List<String> ORDERS =
      List.of(
          "+I|1|1|10|ok|2026-01-01T00:00:01",
          "+I|2|1|20|ok|2026-01-01T00:00:02",
          "+I|3|2|5|ok|2026-01-01T00:00:03",
          "+I|4|2|7|void|2026-01-01T00:00:04",
          "+I|5|2|30|lost|2026-01-01T00:00:05");
  private static final List<String> MORE_ORDERS =
      List.of(
          "+I|1|1|11|ok|2026-01-01T00:00:05",
          "+I|2|2|21|ok|2026-01-01T00:00:06",
          "+I|3|1|6|ok|2026-01-01T00:00:07",
          "+I|6|2|8|ok|2026-01-01T00:00:08",
          "+I|5|2|40|lost|2026-01-01T00:00:08",
          "+I|4|2|70|void|2026-01-01T00:00:09",
          "+I|8|3|50|ok|2026-01-01T00:00:09",
          "+I|7|1|9|void|2026-01-01T00:00:09");
  private static final List<String> CUSTOMERS = List.of("+I|1|north", "+I|2|south", "+I|3|far");
  private static final List<String> MORE_CUSTOMERS =
      List.of("-U|1|north", "+U|1|west", "-U|2|south", "+U|2|east");
  private static final List<String> OLD_ORDERS = List.of("+I|9|1|100|ok|2026-01-01T00:00:01");
  private static final List<String> MORE_OLD_ORDERS = List.of("+I|10|2|100|ok|2026-01-01T00:00:08");

  private static final String CHOSEN = System.getProperty("alluvium.upgrades.edit", "");
  private static final boolean IS_DEEP =
      Boolean.getBoolean("alluvium.upgrades.deep") || !CHOSEN.isEmpty();

  private static final String HOST = "127.0.0.1";

  @TempDir static Path folder;
  private static MiniCluster cluster;
  private static EditRun runs;
  private static final Map<String, Running> RUNNING = new HashMap<>();

  private record Running(PlanFile plan, String savepoint) {}

  @BeforeAll
  static void start() throws Exception {
    Configuration settings = new Configuration();
    settings.set(RestOptions.ADDRESS, HOST);
    settings.set(RestOptions.BIND_ADDRESS, HOST);
    settings.set(RestOptions.BIND_PORT, Integer.toString(Loopback.port("Flink's web UI", 0)));
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(4)
                .build());
    cluster.start();
    runs = new EditRun(cluster, folder);
  }

  @AfterAll
  static void stop() throws Exception {
    RUNNING.clear();
    cluster.close();
  }

  static Stream<Edit> edits() {
    return (IS_DEEP ? Edits.all() : Edits.few())
        .stream().filter(edit -> edit.name().matches(CHOSEN.isEmpty() ? ".*" : CHOSEN));
  }

  @ParameterizedTest
  @MethodSource("edits")
  void doesWhatTheGateSays(Edit edit) throws Exception {
    Running running = running(edit);
    Job job = edit.wanted();
    PlanFile wanted = runs.compile(job);

    PlanComparison comparison = UpgradeGate.compare(running.plan(), wanted);

    Map<String, Verdict> verdicts = new TreeMap<>();
    comparison.models().stream()
        .filter(
            model -> model.verdict() != Verdict.KEPT || edit.expected().containsKey(model.model()))
        .forEach(model -> verdicts.put(model.model(), model.verdict()));
    assertThat(verdicts).as(comparison.toString()).isEqualTo(edit.expected());

    // What must come of each verdict.
    Map<String, List<String>> formerly = fresh(job, wanted, true, false, false);
    Map<String, List<String>> always = fresh(job, wanted, true, true, true);
    Map<String, List<String>> fromNow = fresh(job, wanted, false, true, true);
    Set<String> mixed =
        comparison.models().stream()
            .filter(model -> model.verdict() == Verdict.MIXED)
            .map(ModelVerdict::model)
            .collect(Collectors.toSet());
    UpgradedPlan.upgrade(wanted, comparison, mixed);
    if (IS_DEEP) {
      TrialOutcome trial = runs.trial(job, wanted, running.savepoint());
      assertThat(trial.isProven()).as(trial.toString()).isTrue();
      assertThat(trial.operators().stream().map(OperatorTrial::uid))
          .as("what goes on has been tried")
          .containsAll(goingOn(comparison, mixed, running.savepoint()));
    }
    given(true, true);
    Outcome restored = runs.run(job, wanted, Optional.of(running.savepoint()), /* end= */ true);

    for (ModelVerdict model : comparison.models()) {
      String name = model.model().replace("default_database.", "");
      List<String> rows = restored.rows().get(name);
      if (model.verdict() == Verdict.DROPPED) {
        continue;
      }
      List<String> ifKept = difference(always.get(name), formerly.get(name));
      switch (model.verdict()) {
        case KEPT -> assertThat(rows).as(name + " is kept").isEqualTo(ifKept);
        case RESET -> {
          assertThat(rows).as(name + " is reset").isNotEqualTo(ifKept);
          // What two tables give without their past depends on which comes first.
          if (isResetAsAWhole(comparison, model.model()) && reads(comparison, model) == 1) {
            assertThat(rows).as(name + " begins anew").isIn(fromNow.get(name), always.get(name));
          }
        }
        case MIXED -> assertThat(rows).as(name + " is mixed").isNotEqualTo(ifKept);
        default -> assertThat(rows).as(name + " is new").isIn(fromNow.get(name), always.get(name));
      }
    }
  }

  /** The operators with state that are to find it. */
  private static Set<String> goingOn(
      PlanComparison comparison, Set<String> mixed, String savepoint) {
    Savepoint read = Savepoint.read(savepoint);
    return comparison.operators().stream()
        .filter(
            operator ->
                operator.verdict() == Verdict.KEPT
                    || (operator.verdict() == Verdict.MIXED
                        && mixed.containsAll(operator.models())))
        .filter(operator -> operator.node().uidFormat().equals(operator.former().uidFormat()))
        .flatMap(operator -> OperatorNames.of(operator.node()).values().stream())
        .filter(uid -> read.operator(uid).map(OperatorEntry::hasState).orElse(false))
        .collect(Collectors.toSet());
  }

  @Test
  void aTrialReadsNothingWritesNothingAndTellsWhatFlinkRefuses() throws Exception {
    Edit edit = Edit.of("none", job -> job);
    Running running = running(edit);
    Job job = edit.wanted();
    PlanFile wanted = runs.compile(job);
    UpgradedPlan.upgrade(wanted, UpgradeGate.compare(running.plan(), wanted), Set.of());
    given(true, true);

    TrialOutcome trial = runs.trial(job, wanted, running.savepoint());

    assertThat(trial.isProven()).as(trial.toString()).isTrue();
    Map<String, Long> keys = new TreeMap<>();
    trial
        .operators()
        .forEach(
            operator -> keys.put(operator.uid().replaceAll("-[0-9a-f]{8}", ""), operator.keys()));
    assertThat(keys)
        .containsEntry("default_database.totals/group-aggregate/group-aggregate", 2L)
        .containsEntry("default_database.orders/read/source", 0L);
    assertThat(runs.hasWritten(job)).isFalse();

    // With the uids of what it cannot go on from.
    Job other = Edit.of("wider", EditsITCase::wider).wanted();
    PlanFile crossed = runs.compile(other);
    PlanComparison comparison = UpgradeGate.compare(running.plan(), crossed);
    comparison.operators().stream()
        .filter(operator -> operator.verdict() == Verdict.RESET)
        .forEach(operator -> operator.node().setUidFormat(operator.former().uidFormat()));

    TrialOutcome refused = runs.trial(other, crossed, running.savepoint());

    assertThat(refused.isProven()).isFalse();
    assertThat(refused.refusal().orElseThrow()).contains("must not be incompatible");
  }

  private static Job wider(Job job) {
    return job.query("totals", "SUM(amount) AS total", "SUM(amount) AS total, MAX(amount) AS most")
        .columns(
            "totals",
            "cust_id BIGINT, n BIGINT, total BIGINT, most BIGINT, PRIMARY KEY (cust_id) NOT"
                + " ENFORCED");
  }

  @Test
  void aSavepointTellsWhatPlansDoNot() throws Exception {
    Edit edit = Edit.of("none", job -> job);
    Running running = running(edit);
    Job job = edit.wanted();
    PlanFile wanted = runs.compile(job);
    PlanComparison comparison = UpgradeGate.compare(running.plan(), wanted);
    assertThat(comparison.isHarmless()).isTrue();

    Savepoint savepoint = Savepoint.read(running.savepoint());
    OperatorNames names = OperatorNames.of(running.plan());
    Map<String, List<String>> states = new TreeMap<>();
    for (OperatorEntry operator : savepoint.operators()) {
      List<String> known =
          operator.states().stream()
              .filter(state -> !state.kind().equals("TIMERS"))
              .map(state -> state.name() + " " + state.value())
              .toList();
      if (operator.hasState()) {
        states.put(names.of(operator).replaceAll("-[0-9a-f]{8}", ""), known);
      }
    }
    assertThat(states)
        .containsOnlyKeys(
            "default_database.customers/read/source",
            "default_database.orders/read/source",
            "default_database.joined/join/join",
            "default_database.latest/deduplicate/deduplicate",
            "default_database.totals/group-aggregate/group-aggregate",
            "default_database.windows/global-window-aggregate/global-window-aggregate")
        .containsEntry("default_database.orders/read/source", List.of("position Int"))
        .containsEntry(
            "default_database.totals/group-aggregate/group-aggregate",
            List.of("accState ROW<BIGINT, BIGINT>"))
        .containsEntry(
            "default_database.joined/join/join",
            List.of(
                "left-records Map<ROW<BIGINT, BIGINT, BIGINT>, Int>",
                "right-records ROW<BIGINT NOT NULL, STRING>"));

    SavepointCheck check = new SavepointCheck(savepoint);
    assertThat(check.problems(comparison, null)).isEmpty();
    assertThat(check.problems(comparison, 8)).isEmpty();
    assertThat(check.problems(comparison, 16))
        .singleElement()
        .asString()
        .startsWith("its state is in 8 groups of keys, and cannot be brought into 16");
    UpgradedPlan.upgrade(wanted, comparison, Set.of());
    job.maxParallelism = 16;
    given(true, true);
    assertThatThrownBy(() -> runs.run(job, wanted, Optional.of(running.savepoint()), true))
        .hasStackTraceContaining("Max parallelism mismatch");

    PlanFile other = runs.compile(Edits.few().get(3).wanted());
    UpgradedPlan.begin(other);
    PlanComparison ofAnother = UpgradeGate.compare(other, other);
    assertThat(check.problems(ofAnother, null))
        .anyMatch(problem -> problem.contains("it is of another plan"));
  }

  private static long reads(PlanComparison comparison, ModelVerdict model) {
    return comparison.operators().stream()
        .filter(operator -> operator.models().contains(model.model()) && operator.node() != null)
        .filter(operator -> operator.node().isSource())
        .count();
  }

  private static boolean isResetAsAWhole(PlanComparison comparison, String model) {
    return comparison.operators().stream()
        .filter(operator -> operator.models().contains(model) && operator.node() != null)
        .filter(operator -> !operator.node().isSource() && !operator.node().isSink())
        .map(OperatorVerdict::verdict)
        .allMatch(verdict -> verdict == Verdict.RESET || verdict == Verdict.NEW);
  }

  /** The job before the edit, stopped after the first rows. */
  private static Running running(Edit edit) throws Exception {
    Job job = edit.running();
    PlanFile plan = runs.compile(job);
    UpgradedPlan.begin(plan);
    String key = job.tables.toString() + job.views + job.queries + job.settings + job.functions;
    if (!RUNNING.containsKey(key)) {
      given(true, false);
      RUNNING.put(key, new Running(plan, runs.run(job, plan, Optional.empty(), false).savepoint()));
    }
    return RUNNING.get(key);
  }

  private static Map<String, List<String>> fresh(
      Job job, PlanFile plan, boolean first, boolean second, boolean end) throws Exception {
    given(first, second);
    return runs.run(job, plan, Optional.empty(), end).rows();
  }

  private static void given(boolean first, boolean second) throws Exception {
    runs.given("orders", chosen(ORDERS, first, MORE_ORDERS, second));
    runs.given("customers", chosen(CUSTOMERS, first, MORE_CUSTOMERS, second));
    runs.given("old_orders", chosen(OLD_ORDERS, first, MORE_OLD_ORDERS, second));
  }

  private static List<String> chosen(
      List<String> one, boolean first, List<String> other, boolean second) {
    List<String> lines = new ArrayList<>();
    if (first) {
      lines.addAll(one);
    }
    if (second) {
      lines.addAll(other);
    }
    return lines;
  }

  /** What a job says that had these rows and comes to have those. */
  private static List<String> difference(List<String> now, List<String> before) {
    List<String> changes = new ArrayList<>();
    before.forEach(row -> changes.add("-D" + row));
    now.forEach(row -> changes.add("+I" + row));
    return EditRun.folded(changes);
  }
}
