package io.alluvium.benchmarks;

import io.alluvium.benchmarks.legs.Bench;
import io.alluvium.benchmarks.legs.Leg;
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
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands that run legs have in common: how long, where, and how results are printed. */
abstract class LegsCommand implements Callable<Integer> {
  static final String EXIT_CODES_HEADING = "%nExit codes:%n";
  static final String MET = "0:every must is met";
  static final String FALLS_SHORT = "1:a must falls short, or a side failed";

  /** How results are printed. */
  enum Format {
    text,
    json
  }

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

  /** What is asked for, in its order. */
  abstract List<Leg> legs();

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
    for (Leg leg : legs()) {
      lines.addAll(leg.run(bench));
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
