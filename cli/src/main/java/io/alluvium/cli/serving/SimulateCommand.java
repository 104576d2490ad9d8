package io.alluvium.cli.serving;

import io.alluvium.cli.output.FormatOption;
import io.alluvium.cli.table.TableLocation;
import io.alluvium.connectors.snowflake.FlushSimulation;
import io.alluvium.connectors.snowflake.FlushSimulation.Change;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.annotation.Nullable;
import org.apache.flink.types.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alluvium serving simulate}. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Replays when how many rows changed, and says how many MERGEs each staleness objective would",
      "have needed in Snowflake, and how long a warehouse would have run that does nothing else.",
      "Needs no account. How long a MERGE takes is what you say, not what was measured. Option",
      "sink.max-rows, by which many changes are flushed before their time, is left out."
    })
final class SimulateCommand implements Callable<Integer> {
  private static final List<String> NAMES =
      List.of(
          "staleness",
          "merges",
          "warehouse_seconds",
          "oldest_seconds",
          "merges_per_million",
          "warehouse_seconds_per_million");

  private static final double MILLION = 1e6;
  private static final double MILLIS_PER_SECOND = 1_000;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TABLE",
      description = "layer.table of the lake, or a table's path: its commits are the changes.")
  @Nullable
  private String table;

  @Option(
      names = "--changes",
      paramLabel = "FILE",
      description = "In its place: a file with lines of a time and a number of rows.")
  @Nullable
  private Path changesFile;

  @Option(
      names = "--staleness",
      paramLabel = "MINUTES",
      split = ",",
      defaultValue = "0,1,5,15",
      description = "Objectives to compare; 0: each checkpoint. Default: ${DEFAULT-VALUE}")
  private List<Integer> minutes;

  @Option(
      names = "--checkpoint",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "Interval of checkpoints. Default: ${DEFAULT-VALUE}")
  private int checkpointSeconds;

  @Option(
      names = "--merge",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "Of a flush, whatever its rows. An assumption. Default: ${DEFAULT-VALUE}")
  private int mergeSeconds;

  @Option(
      names = "--merge-per-million",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "In addition for a million rows. An assumption. Default: ${DEFAULT-VALUE}")
  private int mergePerMillionSeconds;

  @Option(
      names = "--auto-suspend",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "AUTO_SUSPEND of the warehouse. Default: ${DEFAULT-VALUE}")
  private int autoSuspendSeconds;

  @Option(
      names = "--warehouse-time-per-hour",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "The bound on cost; 0: none. Default: ${DEFAULT-VALUE}")
  private int warehouseSecondsPerHour;

  @Mixin private FormatOption output;

  @Mixin private TableLocation location;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (checkpointSeconds < 1) {
      throw wrong("--checkpoint must be 1 or more.");
    }
    FlushSimulation simulation = simulation();
    List<Change> changes = changes();
    if (changes.isEmpty()) {
      throw wrong("No changes are recorded there.");
    }
    long rows = changes.stream().mapToLong(Change::rows).sum();
    List<Row> lines = new ArrayList<>();
    for (int objective : minutes) {
      lines.add(row(objective, rows, simulation.of(changes, Duration.ofMinutes(objective))));
    }
    PrintWriter out = spec.commandLine().getOut();
    output.format().write(NAMES, lines.iterator(), out);
    out.flush();
    return 0;
  }

  private FlushSimulation simulation() {
    try {
      return new FlushSimulation(
          Duration.ofSeconds(checkpointSeconds),
          Duration.ofSeconds(mergeSeconds),
          Duration.ofSeconds(mergePerMillionSeconds),
          Duration.ofSeconds(autoSuspendSeconds),
          Duration.ofSeconds(warehouseSecondsPerHour));
    } catch (IllegalArgumentException e) {
      throw wrong("--warehouse-time-per-hour: " + e.getMessage());
    }
  }

  private List<Change> changes() throws IOException {
    if ((table == null) == (changesFile == null)) {
      throw wrong("Name a table, or a file by --changes.");
    }
    if (table != null) {
      return RecordedChanges.ofTable(location.existing(table));
    }
    try {
      return RecordedChanges.ofFile(changesFile);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static Row row(int objective, long rows, FlushSimulation.Outcome outcome) {
    double seconds = outcome.warehouse().toMillis() / MILLIS_PER_SECOND;
    return Row.of(
        objective == 0 ? "each checkpoint" : objective + " min",
        outcome.merges(),
        rounded(seconds),
        rounded(outcome.oldest().toMillis() / MILLIS_PER_SECOND),
        rounded(outcome.merges() * MILLION / rows),
        rounded(seconds * MILLION / rows));
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
