package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.events.ChangeWorkload;
import io.alluvium.benchmarks.worker.Side;
import io.alluvium.benchmarks.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A side that loads a table by key and then changes it. Its figure {@link #COST} is what the
 * changes cost; the load does not count.
 *
 * @param parameters of the engine, but for the workload and the folder
 * @param warmUp the workload of the run that does not count
 * @param reader reads Delta tables once more by other means: Spark
 */
record UpsertRun(
    Bench bench,
    Side side,
    Map<String, String> parameters,
    ChangeWorkload warmUp,
    ChangeWorkload workload,
    WorkerProcess reader)
    implements Measured {
  static final String COST = "CPU s per million changes";

  /** Where Flink's sides put the table in the run's folder. */
  static final String TABLE = "lake/bench/state";

  /** What reads tables back. */
  static WorkerProcess reader(Bench bench) {
    return WorkerProcess.start(
        bench.sides().spark("SparkSums", ""), bench.folder().resolve("reader"));
  }

  @Override
  public void warmUp(WorkerProcess worker) throws IOException {
    run(worker, warmUp);
  }

  @Override
  public Map<String, Double> measure(WorkerProcess worker) throws IOException {
    return Map.of(COST, run(worker, workload) / (workload.changes() / 1e6));
  }

  private double run(WorkerProcess worker, ChangeWorkload work) throws IOException {
    Path folder = Files.createTempDirectory(bench.folder(), "upsert");
    double seconds = write(worker, work, folder);
    SlopeComparison.delete(folder);
    return seconds;
  }

  /** Makes the table in a new folder and returns the CPU seconds of the changes. */
  double write(WorkerProcess worker, ChangeWorkload work, Path folder) {
    Map<String, String> all = new TreeMap<>(parameters);
    all.put("keys", Integer.toString(work.keys()));
    all.put("batches", Integer.toString(work.batches()));
    all.put("batchSize", Integer.toString(work.batchSize()));
    all.put("folder", folder.toString());
    Map<String, Double> figures = worker.run(all).figures();
    check(side.name(), work, figures);
    Path delta = folder.resolve(TABLE);
    if (Files.isDirectory(delta.resolve("_delta_log"))) {
      check(
          side.name() + ", read by Spark",
          work,
          reader.run(Map.of("table", delta.toString())).figures());
    }
    return figures.get("cpuSeconds");
  }

  /** Fails where the figures {@code rows} and {@code sum} are not those of the workload. */
  static void check(String who, ChangeWorkload work, Map<String, Double> figures) {
    if (figures.get("rows") != work.keys() || figures.get("sum") != work.expectedSum()) {
      throw new BenchmarkException(
          who
              + " has "
              + figures.get("rows").longValue()
              + " rows that sum up to "
              + figures.get("sum").longValue()
              + ", not "
              + work.keys()
              + " and "
              + work.expectedSum());
    }
  }
}
