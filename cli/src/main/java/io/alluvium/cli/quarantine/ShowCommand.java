package io.alluvium.cli.quarantine;

import io.alluvium.cli.models.BatchFlink;
import io.alluvium.models.quality.quarantine.QuarantineList;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.types.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alluvium quarantine show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows rows of a model that are in quarantine, whole, as JSON.")
final class ShowCommand implements Callable<Integer> {
  private static final List<String> NAMES = List.of("key", "rules", "reason", "replayed", "row");

  @Mixin private QuarantineOptions options;

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
  private String model;

  @Option(names = "--rule", paramLabel = "NAME", description = "Only rows that break this rule.")
  private String rule;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Rows to show at most. Default: ${DEFAULT-VALUE}")
  private int limit;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be 1 or more, not " + limit);
    }
    PrintWriter out = spec.commandLine().getOut();
    options
        .format()
        .write(
            NAMES,
            new QuarantineList(options.lake(), BatchFlink.configuration())
                .rows(model, Optional.ofNullable(rule), limit).stream()
                    .map(ShowCommand::row)
                    .iterator(),
            out);
    out.flush();
    return 0;
  }

  private static Row row(QuarantineList.QuarantinedRow row) {
    return Row.of(row.key(), row.rules(), row.reason(), row.replayed(), row.row());
  }
}
