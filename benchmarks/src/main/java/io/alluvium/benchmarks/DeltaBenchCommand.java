package io.alluvium.benchmarks;

import io.alluvium.benchmarks.legs.AppendLeg;
import io.alluvium.benchmarks.legs.Bench;
import io.alluvium.benchmarks.legs.ChangesLeg;
import io.alluvium.benchmarks.legs.CommitLeg;
import io.alluvium.benchmarks.legs.FreshnessLeg;
import io.alluvium.benchmarks.legs.Leg;
import io.alluvium.benchmarks.legs.ScanLeg;
import io.alluvium.benchmarks.legs.UpsertGrowthLeg;
import io.alluvium.benchmarks.legs.UpsertLeg;
import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.report.Report;
import io.alluvium.benchmarks.worker.Sides;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alluvium bench delta}. */
@Command(
    name = "delta",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the Delta connector, in CPU seconds of whole processes, against Apache Iceberg,",
      "Apache Paimon and Apache Spark, whose libraries are fetched with Maven at the first use.",
      "Needs Linux, and a machine that does nothing else."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every must is met", "1:a must falls short, or a side failed"})
public final class DeltaBenchCommand implements Callable<Integer> {

  /** What can be measured. */
  enum LegName {
    append("append", AppendLeg::new),
    commit("commit", CommitLeg::new),
    upsert("upsert", UpsertLeg::new),
    upsertGrowth("upsert-growth", UpsertGrowthLeg::new),
    scan("scan", ScanLeg::new),
    freshness("freshness", FreshnessLeg::new),
    changes("changes", ChangesLeg::new);

    private final String name;
    private final Supplier<Leg> leg;

    LegName(String name, Supplier<Leg> leg) {
      this.name = name;
      this.leg = leg;
    }

    /** As the user writes it. */
    @Override
    public String toString() {
      return name;
    }
  }

  /** How results are printed. */
  enum Format {
    text,
    json
  }

  @Parameters(
      paramLabel = "LEG",
      arity = "1..*",
      description = "What to measure: ${COMPLETION-CANDIDATES}.")
  private List<LegName> legs;

  @Option(names = "--quick", description = "A sample of each leg, in about two minutes.")
  private boolean quick;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Format format;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "For temporary files, up to 10 GB. Default: a new one of the system.")
  private Path folder;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter progress = spec.commandLine().getErr();
    Path installation = Path.of(System.getProperty("alluvium.installation", "."));
    Path temporary =
        folder == null
            ? Files.createTempDirectory("alluvium-bench")
            : Files.createTempDirectory(Files.createDirectories(folder), "bench");
    List<Line> lines = new ArrayList<>();
    Bench bench =
        new Bench(
            quick,
            temporary.toAbsolutePath(),
            new Sides(installation.toAbsolutePath().normalize(), progress),
            progress);
    for (LegName name : legs) {
      lines.addAll(name.leg.get().run(bench));
    }
    // Only now: where a side failed, its log is in there.
    try (Stream<Path> files = Files.walk(temporary)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.json) {
      Report.printJson(lines, out);
    } else {
      Report.printText(lines, out);
    }
    out.flush();
    return lines.stream().allMatch(Line::isMet) ? 0 : 1;
  }
}
