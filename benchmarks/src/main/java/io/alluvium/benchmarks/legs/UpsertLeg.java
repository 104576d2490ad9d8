package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.events.ChangeWorkload;
import io.alluvium.benchmarks.measure.Spread;
import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.report.Must;
import io.alluvium.benchmarks.worker.Side;
import io.alluvium.benchmarks.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Upserting batches of 50,000 random keys, each a commit, into a table of a million keys: our sink
 * merging on read, which the musts are about, and copying on write; those of Paimon and Iceberg,
 * and Spark's MERGE. The load does not count.
 */
public final class UpsertLeg implements Leg {
  private static final String NAME = "upsert";
  private static final String UNIT = "CPU s per million changes";
  private static final int KEYS = 1_000_000;
  private static final int BATCH_SIZE = 50_000;

  /**
   * A side at work.
   *
   * @param batches Spark's are so dear that fewer must do
   */
  private record Job(Side side, Map<String, String> parameters, int batches) {}

  @Override
  public List<Line> run(Bench bench) throws IOException {
    int batches = bench.quick() ? 6 : 20;
    int rounds = bench.quick() ? 1 : 3;
    bench.say(
        "%s: %d commits of %d random keys into %d, 8 columns, parallelism 2",
        NAME, batches, BATCH_SIZE, KEYS);
    List<Job> jobs = jobs(bench, batches);
    Map<String, List<Double>> costs = new LinkedHashMap<>();
    Map<String, WorkerProcess> workers = new LinkedHashMap<>();
    try (WorkerProcess reader =
        WorkerProcess.start(
            bench.sides().spark("SparkSums", ""), bench.folder().resolve("reader"))) {
      for (Job job : jobs) {
        bench.say("%s: %s", job.side().name(), job.side().settings());
        costs.put(job.side().name(), new ArrayList<>());
        workers.put(
            job.side().name(), WorkerProcess.start(job.side(), bench.folder().resolve("logs")));
      }
      for (int round = 0; round <= rounds; round++) {
        for (Job job : jobs) {
          double cost = cost(bench, job, workers.get(job.side().name()), reader);
          bench.say(
              "round %d%s  %-18s %8.2f %s",
              round, round == 0 ? ", dropped" : "", job.side().name(), cost, UNIT);
          if (round > 0) {
            costs.get(job.side().name()).add(cost);
          }
        }
        Collections.reverse(jobs);
      }
    } finally {
      workers.values().forEach(WorkerProcess::close);
    }
    return lines(costs);
  }

  private static List<Job> jobs(Bench bench, int batches) {
    List<Job> jobs = new ArrayList<>();
    jobs.add(
        new Job(
            bench.sides().own("alluvium", "FlinkUpsert", "merge-on-read, RocksDB"),
            Map.of("format", "DELTA", "option.write.mode", "merge-on-read"),
            batches));
    jobs.add(
        new Job(
            bench.sides().own("alluvium, copied", "FlinkUpsert", "copy-on-write, RocksDB"),
            Map.of("format", "DELTA", "option.write.mode", "copy-on-write"),
            batches));
    jobs.add(
        new Job(
            bench
                .sides()
                .inFlink(
                    "paimon",
                    "FlinkUpsert",
                    "2 buckets, deletion vectors, compaction in line, Parquet, zstd 1"),
            Map.of("format", "PAIMON"),
            batches));
    jobs.add(
        new Job(
            bench
                .sides()
                .inFlink(
                    "iceberg",
                    "FlinkUpsert",
                    "format 2, upsert by equality deletes, no compaction, zstd 1"),
            Map.of("format", "ICEBERG"),
            batches));
    for (boolean vectors : List.of(true, false)) {
      Side spark =
          bench
              .sides()
              .spark(
                  "SparkMerge",
                  "MERGE, deletion vectors "
                      + (vectors ? "on" : "off")
                      + ", local[2], zstd 1, snapshotPartitions 2, shuffle partitions 2");
      jobs.add(
          new Job(
              new Side(
                  vectors ? "spark, vectors" : "spark",
                  spark.engine(),
                  spark.classPath(),
                  spark.javaOptions(),
                  spark.settings()),
              Map.of("vectors", Boolean.toString(vectors)),
              Math.max(3, batches * 2 / 5)));
    }
    return jobs;
  }

  private static double cost(Bench bench, Job job, WorkerProcess worker, WorkerProcess reader)
      throws IOException {
    Path folder = Files.createTempDirectory(bench.folder(), "upsert");
    ChangeWorkload workload = new ChangeWorkload(KEYS, job.batches(), BATCH_SIZE);
    Map<String, String> parameters = new TreeMap<>(job.parameters());
    parameters.put("keys", Integer.toString(KEYS));
    parameters.put("batches", Integer.toString(job.batches()));
    parameters.put("batchSize", Integer.toString(BATCH_SIZE));
    parameters.put("folder", folder.toString());
    Map<String, Double> figures = worker.run(parameters).figures();
    check(job.side().name(), workload, figures);
    Path delta = folder.resolve("lake/bench/state");
    if (Files.isDirectory(delta.resolve("_delta_log"))) {
      check(
          job.side().name() + ", read by Spark",
          workload,
          reader.run(Map.of("table", delta.toString())).figures());
    }
    SlopeComparison.delete(folder);
    return figures.get("cpuSeconds") / (workload.changes() / 1e6);
  }

  private static void check(String side, ChangeWorkload workload, Map<String, Double> figures) {
    if (figures.get("rows") != workload.keys() || figures.get("sum") != workload.expectedSum()) {
      throw new BenchmarkException(
          side
              + " has "
              + figures.get("rows").longValue()
              + " rows that sum up to "
              + figures.get("sum").longValue()
              + ", not "
              + workload.keys()
              + " and "
              + workload.expectedSum());
    }
  }

  private static List<Line> lines(Map<String, List<Double>> costs) {
    List<Line> lines = new ArrayList<>();
    costs.forEach((side, cost) -> lines.add(new Line(NAME, side, Spread.of(cost), UNIT, null, "")));
    List<Double> own = costs.get("alluvium");
    List<Double> spark = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      // The better of Spark's two ways.
      spark.add(Math.min(costs.get("spark").get(i), costs.get("spark, vectors").get(i)));
    }
    lines.add(new Line(NAME, "alluvium / spark", ratio(own, spark), "", Must.atMost(0.15), ""));
    lines.add(
        new Line(
            NAME, "alluvium / paimon", ratio(own, costs.get("paimon")), "", Must.atMost(1.2), ""));
    lines.add(new Line(NAME, "alluvium / iceberg", ratio(own, costs.get("iceberg")), "", null, ""));
    return lines;
  }

  private static Spread ratio(List<Double> left, List<Double> right) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      ratios.add(left.get(i) / right.get(i));
    }
    return Spread.of(ratios);
  }
}
