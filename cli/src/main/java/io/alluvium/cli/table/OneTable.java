package io.alluvium.cli.table;

import io.alluvium.cli.output.FormatOption;
import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.types.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands for one table have in common: which table, and how the outcome is printed. */
@Command(
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:it failed; the message and the log say why",
      "2:refused, nothing is changed: the message says what to change"
    })
abstract class OneTable implements Callable<Integer> {
  static final int DONE = 0;

  @Parameters(
      index = "0",
      paramLabel = "TABLE",
      description = "layer.table of the lake, or the path or URI of the table's folder.")
  private String table;

  @Mixin private FormatOption output;

  @Mixin private TableLocation location;

  // Not the standard options: --version is a table's here.
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  boolean helpAsked;

  @Spec private CommandSpec spec;

  @Override
  public final Integer call() throws IOException {
    try {
      return run(TableMaintenance.of(location.existing(table)));
    } catch (DeltaException e) {
      throw new RefusedException(e);
    }
  }

  /** Returns the exit code. */
  abstract int run(TableMaintenance maintenance) throws IOException;

  final String table() {
    return table;
  }

  final TableLocation location() {
    return location;
  }

  final CommandSpec spec() {
    return spec;
  }

  final void print(List<String> names, Iterator<Row> rows) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    output.format().write(names, rows, out);
    out.flush();
  }

  final void print(Outcome outcome) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    output.format().writeOne(outcome.names(), outcome.row(), out);
    out.flush();
  }

  /** Tells people something; it is no result. */
  final void tell(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  final Progress progress(String what) {
    return new Progress(what, spec.commandLine().getErr(), System::nanoTime);
  }
}
