package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.events.ChangeWorkload;
import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.report.Must;
import io.alluvium.benchmarks.worker.Side;
import io.alluvium.benchmarks.worker.WorkerProcess;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.maintenance.OptimizeOptions;
import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What upserts leave to those who read: a group-by over all rows and columns of the table of leg
 * {@code upsert}, against the same table compacted, Spark on the same table, and Paimon on its own.
 * The larger table has three times the keys and three times the commits, so that the slope is of
 * rows, files and deletion vectors alike.
 */
public final class ScanLeg implements Leg {
  private static final String NAME = "scan";
  private static final String UNIT = "CPU s per million rows";
  private static final String TABLE = "bench/state";
  private static final int BATCH_SIZE = 50_000;
  private static final int TIMES = 4;

  @Override
  public List<Line> run(Bench bench) throws IOException {
    int keys = bench.quick() ? 500_000 : 1_000_000;
    int rounds = bench.quick() ? 3 : 5;
    bench.say(
        "%s: %d keys and %d, each as often changed, in commits of %d; 8 columns, parallelism 2",
        NAME, keys, 3 * keys, BATCH_SIZE);
    Tables tables = new Tables(bench.folder().resolve("scan"), keys);
    prepare(bench, tables);
    Side own = bench.sides().own("alluvium", "FlinkScan", "batch mode, defaults");
    List<Contestant> contestants =
        List.of(
            new Scanner(own, tables, "DELTA", "alluvium"),
            new Scanner(own.renamed("compacted"), tables, "DELTA", "compacted"),
            new Scanner(
                bench
                    .sides()
                    .spark(
                        "SparkScan",
                        "local[2], snapshotPartitions 2, shuffle partitions 2, our table"),
                tables,
                "DELTA",
                "alluvium"),
            new Scanner(
                bench.sides().inFlink("paimon", "FlinkScan", "batch mode, deletion vectors"),
                tables,
                "PAIMON",
                "paimon"));
    Map<String, SlopeComparison.Result> results =
        new SlopeComparison(bench, 1, TIMES * keys / 1e6, 2, rounds).run(contestants);
    List<Line> lines = new ArrayList<>();
    results.forEach(
        (side, result) ->
            lines.add(
                new Line(
                    NAME,
                    side,
                    result.slope(),
                    UNIT,
                    null,
                    side.equals("spark") ? "" : tables.remark(side))));
    SlopeComparison.Result found = results.get("alluvium");
    lines.add(
        new Line(
            NAME,
            "alluvium / compacted",
            found.ratioTo(results.get("compacted")),
            "",
            Must.atMost(1.5),
            ""));
    lines.add(
        new Line(
            NAME,
            "alluvium / spark",
            found.ratioTo(results.get("spark")),
            "",
            Must.atMost(1.0),
            ""));
    lines.add(
        new Line(NAME, "alluvium / paimon", found.ratioTo(results.get("paimon")), "", null, ""));
    return lines;
  }

  /**
   * The tables, by who made them and how large they are.
   *
   * @param keys of the small ones
   */
  private record Tables(Path folder, int keys) {
    ChangeWorkload workload(int size) {
      return new ChangeWorkload(size * keys, size * keys / BATCH_SIZE, BATCH_SIZE);
    }

    Path folder(String maker, int size) {
      return folder.resolve(maker + "-" + size);
    }

    Path lake(String maker, int size) {
      return folder(maker, size).resolve("lake");
    }

    Path table(String maker, int size) {
      return lake(maker, size).resolve(TABLE);
    }

    /** What is to be read of a Delta table; empty for others. */
    String remark(String maker) {
      if (maker.equals("paimon")) {
        return "";
      }
      List<DataFile> files = files(maker, 1);
      return String.format(
          "%d files, %d with deletion vectors",
          files.size(), files.stream().filter(file -> file.deletionVector() != null).count());
    }

    List<DataFile> files(String maker, int size) {
      return DeltaTable.at(table(maker, size).toString()).snapshot().files();
    }
  }

  private static void prepare(Bench bench, Tables tables) throws IOException {
    Side own = bench.sides().own("alluvium", "FlinkUpsert", "");
    Side paimon = bench.sides().inFlink("paimon", "FlinkUpsert", "");
    Path logs = bench.folder().resolve("preparation");
    try (WorkerProcess reader = UpsertRun.reader(bench);
        WorkerProcess ours = WorkerProcess.start(own, logs);
        WorkerProcess theirs = WorkerProcess.start(paimon, logs)) {
      for (int size : List.of(1, 3)) {
        ChangeWorkload work = tables.workload(size);
        bench.say("Preparing tables of %d keys after %d commits", work.keys(), work.batches());
        new UpsertRun(
                bench,
                own,
                Map.of("format", "DELTA", "option.write.mode", "merge-on-read"),
                work,
                work,
                reader)
            .write(ours, work, tables.folder("alluvium", size));
        new UpsertRun(bench, paimon, Map.of("format", "PAIMON"), work, work, reader)
            .write(theirs, work, tables.folder("paimon", size));
        compact(tables, size);
      }
    }
  }

  private static void compact(Tables tables, int size) throws IOException {
    if (tables.files("alluvium", size).stream().noneMatch(file -> file.deletionVector() != null)) {
      throw new BenchmarkException("The upserts left no deletion vector: there is nothing to see");
    }
    Path compacted = tables.table("compacted", size);
    TableCopy.make(tables.table("alluvium", size), compacted);
    TableMaintenance.of(compacted.toString())
        .optimize(OptimizeOptions.defaults().withMaxDeletedShare(0).withOwnedFiles(true));
    if (tables.files("compacted", size).stream().anyMatch(file -> file.deletionVector() != null)) {
      throw new BenchmarkException("The copy at " + compacted + " was not compacted");
    }
  }

  private record Scanner(Side side, Tables tables, String format, String maker)
      implements Contestant {
    @Override
    public Map<String, String> prepare(int size, Path folder) {
      return Map.of(
          "format", format,
          "lake", tables.lake(maker, size).toString(),
          "times", Integer.toString(TIMES));
    }

    @Override
    public void verify(int size, Path folder, Map<String, Double> figures) {
      UpsertRun.check(side.name(), tables.workload(size), figures);
    }
  }
}
