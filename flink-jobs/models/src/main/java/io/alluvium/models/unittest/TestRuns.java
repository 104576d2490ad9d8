package io.alluvium.models.unittest;

import io.alluvium.models.unittest.TestCluster.Way;
import io.alluvium.models.unittest.rows.GivenTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.types.Row;

/** Runs one query on rows that arrive in any way. Its job is planned once. */
final class TestRuns {
  private final TestCluster cluster;
  private final List<String> columns;
  private final List<Integer> key;
  private final List<String> compared;
  private final JobGraph job;

  /**
   * @param name of the model's file
   * @param columns of the result
   * @param key positions of its key; empty for none
   * @param compared the columns that a result has
   */
  TestRuns(
      TestCluster cluster,
      TestedPlan plan,
      String name,
      List<String> columns,
      List<Integer> key,
      List<String> compared) {
    this.cluster = cluster;
    this.job = plan.job(name);
    this.columns = columns;
    this.key = key;
    this.compared = compared;
  }

  /** A run under way. */
  final class Run {
    private final TestCluster.Running job;

    private Run(TestCluster.Running job) {
      this.job = job;
    }

    TableContent result() throws Exception {
      return TableContent.of(columns, key, cluster.rows(job)).of(compared);
    }
  }

  TableContent run(Arrival arrival) throws Exception {
    return start(arrival, Way.PLAIN, new Random(0)).result();
  }

  Run start(Arrival arrival, Way way, Random random) throws Exception {
    return new Run(cluster.submit(job, way, parameters(arrival, way, random)));
  }

  private static Map<String, String> parameters(Arrival arrival, Way way, Random random) {
    Map<String, String> parameters = new HashMap<>();
    Map<GivenTable, List<GivenTask>> tasks = new LinkedHashMap<>();
    arrival
        .rows()
        .forEach((table, rows) -> tasks.put(table, tasks(table, rows, way.parallelism())));
    if (way.crashes()) {
      addFailure(tasks, random);
    }
    tasks.forEach((table, all) -> GivenTask.put(table.parameter(), all, parameters));
    return parameters;
  }

  /**
   * As the lake gives them: changes from one reader, new rows from several. Those of a table with
   * event time come from one, because watermarks of several would leave open what is late.
   */
  private static List<GivenTask> tasks(GivenTable table, List<GivenRow> rows, int parallelism) {
    List<List<Row>> tasks = new ArrayList<>();
    for (int i = 0; i < parallelism; i++) {
      tasks.add(new ArrayList<>());
    }
    boolean isOne = table.watermark().isPresent() || table.changes() && table.key().isEmpty();
    for (int i = 0; i < rows.size(); i++) {
      int task =
          isOne
              ? 0
              : Math.floorMod(table.keepsOrder() ? rows.get(i).key().hashCode() : i, parallelism);
      tasks.get(task).addAll(rows.get(i).changes());
    }
    return tasks.stream().map(GivenTask::of).toList();
  }

  /**
   * Lets every task wait for a checkpoint somewhere on its way, and one fail some rows later: what
   * came between is out already, and comes again.
   */
  private static void addFailure(Map<GivenTable, List<GivenTask>> tasks, Random random) {
    tasks.replaceAll(
        (table, all) ->
            all.stream()
                .map(task -> new GivenTask(task.rows(), random.nextInt(task.rows().size() + 1), -1))
                .toList());
    List<GivenTask> longest = null;
    int failing = 0;
    for (List<GivenTask> all : tasks.values()) {
      for (int i = 0; i < all.size(); i++) {
        if (longest == null || all.get(i).rows().size() > longest.get(failing).rows().size()) {
          longest = all;
          failing = i;
        }
      }
    }
    if (longest == null) {
      return;
    }
    List<GivenTask> changed = new ArrayList<>(longest);
    int size = longest.get(failing).rows().size();
    int gate = size == 0 ? 0 : random.nextInt(size);
    int crash = size == 0 ? 0 : gate + 1 + random.nextInt(size - gate);
    changed.set(failing, new GivenTask(longest.get(failing).rows(), gate, crash));
    List<GivenTask> found = longest;
    tasks.replaceAll((table, all) -> all == found ? changed : all);
  }
}
