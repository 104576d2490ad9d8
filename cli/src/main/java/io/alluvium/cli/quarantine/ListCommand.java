package io.alluvium.cli.quarantine;

import io.alluvium.cli.models.BatchFlink;
import io.alluvium.models.quality.quarantine.QuarantineList;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.types.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code alluvium quarantine list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Counts the rows in quarantine, by model and the rules that they break.")
final class ListCommand implements Callable<Integer> {
  private static final List<String> NAMES =
      List.of("model", "rules", "rows", "replayed", "example");

  @Mixin private QuarantineOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    QuarantineList list = new QuarantineList(options.lake(), BatchFlink.configuration());
    List<Row> rows = new ArrayList<>();
    for (String model : list.models()) {
      for (QuarantineList.Summary summary : list.summaries(model)) {
        rows.add(
            Row.of(
                summary.model(),
                summary.rules(),
                summary.rows(),
                summary.replayed(),
                summary.example()));
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    options.format().write(NAMES, rows.iterator(), out);
    out.flush();
    return 0;
  }
}
