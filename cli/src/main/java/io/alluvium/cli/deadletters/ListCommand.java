package io.alluvium.cli.deadletters;

import io.alluvium.ingest.deadletters.DeadLetterList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.types.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alluvium dead-letters list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the latest dead letters, the youngest first.")
final class ListCommand implements Callable<Integer> {
  private static final List<String> NAMES =
      List.of(
          "inlet",
          "source",
          "position",
          "error_class",
          "reason",
          "time",
          "ingest_time",
          "replayed_at");

  @Mixin private LetterOptions options;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "Letters to list at most. Default: ${DEFAULT-VALUE}")
  private int limit;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be 1 or more, not " + limit);
    }
    options.print(
        NAMES,
        new DeadLetterList(options.lake())
            .latest(options.selection(null), limit).stream().map(ListCommand::row));
    return 0;
  }

  private static Row row(DeadLetterList.Summary letter) {
    return Row.of(
        letter.inlet(),
        letter.source(),
        letter.position(),
        letter.errorClass(),
        letter.reason(),
        letter.time().orElse(null),
        letter.ingestTime().orElse(null),
        letter.replayed().orElse(null));
  }
}
