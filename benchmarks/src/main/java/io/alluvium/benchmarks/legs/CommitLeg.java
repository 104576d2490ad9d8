package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.events.EventFiles;
import io.alluvium.benchmarks.measure.Spread;
import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.report.Must;
import io.alluvium.benchmarks.worker.Side;
import io.alluvium.benchmarks.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a commit of four files costs, with its share of checkpoints and checksum files: on a new
 * log, on one of 20,000 versions and 40,000 files, and as Spark's micro-batch of four files.
 */
public final class CommitLeg implements Leg {
  private static final String NAME = "commit";
  private static final String UNIT = "CPU ms per commit";

  /** A unit of a thousand commits: CPU seconds for them are milliseconds for one. */
  private static final double UNITS_PER_COMMIT = 0.001;

  private static final int OLD_VERSIONS = 20_000;

  @Override
  public List<Line> run(Bench bench) throws IOException {
    int commits = bench.quick() ? 100 : 300;
    int rounds = bench.quick() ? 2 : 5;
    bench.say("%s: %d and %d commits of 4 files with statistics", NAME, commits, 3 * commits);
    Side own = bench.sides().own("alluvium", "OwnCommits", "defaults");
    Path old = oldTable(bench, own);
    Map<String, SlopeComparison.Result> results =
        new SlopeComparison(bench, commits, UNITS_PER_COMMIT, 1, rounds)
            .run(
                List.of(new Committer(own, null), new Committer(own.renamed("alluvium-old"), old)));
    Path events = bench.folder().resolve("tiny");
    int batches = bench.quick() ? 10 : 30;
    EventFiles.write(events, 3 * batches, 40);
    Side spark =
        bench
            .sides()
            .spark(
                "SparkAppend",
                "micro-batches of 40 rows in 4 files, local[2], snapshotPartitions 2,"
                    + " shuffle partitions 2");
    Map<String, SlopeComparison.Result> sparks =
        new SlopeComparison(bench, batches, UNITS_PER_COMMIT, 1, rounds)
            .run(List.of(new Batches(spark, events)));
    SlopeComparison.Result fresh = results.get("alluvium");
    SlopeComparison.Result grown = results.get("alluvium-old");
    SlopeComparison.Result batch = sparks.get("spark");
    return List.of(
        new Line(NAME, "alluvium, new log", fresh.slope(), UNIT, null, ""),
        new Line(NAME, "alluvium, version 20,000", grown.slope(), UNIT, null, ""),
        new Line(NAME, "spark, micro-batch", batch.slope(), UNIT, null, ""),
        new Line(NAME, "alluvium / spark", fresh.ratioTo(batch), "", Must.atMost(0.10), ""),
        new Line(NAME, "version 20,000 / new log", grown.ratioTo(fresh), "", Must.atMost(1.5), ""),
        logBytes(bench, own, commits));
  }

  /** Log, checksum and checkpoint bytes, all in, per commit on a new log. */
  private static Line logBytes(Bench bench, Side own, int commits) throws IOException {
    Path table = bench.folder().resolve("log-bytes");
    try (WorkerProcess worker = WorkerProcess.start(own, bench.folder().resolve("logs"))) {
      worker.run(Map.of("table", table.toString(), "commits", Integer.toString(3 * commits)));
    }
    double kilobytes = 0;
    try (Stream<Path> files = Files.walk(table)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        kilobytes += Files.size(file) / 1024.0;
      }
    }
    return new Line(
        NAME, "log", Spread.of(List.of(kilobytes / (3 * commits))), "KB per commit", null, "");
  }

  /** A table whose log has 20,000 versions of two files each and ends with a checkpoint. */
  private static Path oldTable(Bench bench, Side own) throws IOException {
    Path table = bench.folder().resolve("old");
    bench.say("Preparing a log of %d versions", OLD_VERSIONS);
    LongLog.write(table, OLD_VERSIONS, own, bench.folder().resolve("logs"));
    return table;
  }

  /** Commits to a new table, or to a copy of an old one. */
  private record Committer(Side side, Path template) implements Contestant {
    @Override
    public Map<String, String> prepare(int size, Path folder) throws IOException {
      Path table = folder.resolve("table");
      if (template != null) {
        TableCopy.make(template, table);
      }
      return Map.of("table", table.toString(), "commits", Integer.toString(size));
    }

    @Override
    public void verify(int size, Path folder, Map<String, Double> figures) throws IOException {
      try (Stream<Path> log = Files.list(folder.resolve("table/_delta_log"))) {
        long commits = log.filter(file -> file.toString().endsWith(".json")).count();
        long expected = size + 1 + (template == null ? 0 : OLD_VERSIONS);
        if (commits != expected) {
          throw new BenchmarkException("The log has " + commits + " commits, not " + expected);
        }
      }
    }
  }

  private record Batches(Side side, Path events) implements Contestant {
    @Override
    public Map<String, String> prepare(int size, Path folder) {
      return Map.of(
          "events", events.toString(),
          "files", Integer.toString(size),
          "filesPerBatch", "1",
          "outputFiles", "4",
          "folder", folder.toString());
    }

    @Override
    public void verify(int size, Path folder, Map<String, Double> figures) throws IOException {
      List<Path> files = TableSums.dataFiles(folder.resolve("lake/events"));
      if (files.size() != 4 * size) {
        throw new BenchmarkException("Spark wrote " + files.size() + " files, not " + 4 * size);
      }
    }
  }
}
