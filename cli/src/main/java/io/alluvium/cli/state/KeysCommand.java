package io.alluvium.cli.state;

import io.alluvium.cli.output.FormatOption;
import io.alluvium.state.keys.KeyReader;
import io.alluvium.state.keys.StateContents;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.flink.types.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alluvium state keys}. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = {
      "Counts the keys that an operator has in a savepoint, by state, and says how uneven they are"
          + " over the groups by which they are spread; or shows some of them.",
      "The operator's state is restored for that, on this machine, as Flink restores it. Timers are"
          + " left out."
    })
final class KeysCommand implements Callable<Integer> {
  private static final List<String> COUNTS =
      List.of("state", "kind", "keys", "groups", "max_groups", "largest_group", "skew");
  private static final List<String> SAMPLES = List.of("state", "group", "key", "window", "value");

  @Mixin private OneOperator which;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description =
          "Shows the first N keys of each state instead, with what is kept for them; of a list or"
              + " map the first five elements.")
  private Integer samples;

  @Mixin private FormatOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<StateContents> states =
        new KeyReader(which.savepoint()).read(which.operator(), samples == null ? 0 : samples);
    List<Row> rows = new ArrayList<>();
    for (StateContents state : states) {
      if (samples == null) {
        rows.add(counts(state));
      } else {
        state
            .samples()
            .forEach(
                one ->
                    rows.add(
                        Row.of(
                            state.state(), one.keyGroup(), one.key(), one.window(), one.value())));
      }
    }
    output
        .format()
        .write(samples == null ? COUNTS : SAMPLES, rows.iterator(), spec.commandLine().getOut());
    spec.commandLine().getOut().flush();
    return 0;
  }

  private static Row counts(StateContents state) {
    return Row.of(
        state.state(),
        state.kind(),
        state.keys(),
        state.groups(),
        state.keysByGroup().size(),
        state.largestGroup(),
        state.keys() == 0 ? null : String.format(Locale.ROOT, "%.1f", state.skew()));
  }
}
