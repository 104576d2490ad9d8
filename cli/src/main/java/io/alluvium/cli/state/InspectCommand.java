package io.alluvium.cli.state;

import io.alluvium.cli.output.FormatOption;
import io.alluvium.state.plan.PlanFile;
import io.alluvium.state.savepoint.OperatorEntry;
import io.alluvium.state.savepoint.OperatorNames;
import io.alluvium.state.savepoint.Savepoint;
import io.alluvium.state.savepoint.StateEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.flink.types.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alluvium state inspect}. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description =
        "Shows what a savepoint or checkpoint holds: a line for each state of each operator, with"
            + " its types, the operator's size, and how uneven its keys are.")
final class InspectCommand implements Callable<Integer> {
  private static final List<String> NAMES =
      List.of(
          "operator",
          "bytes",
          "parallelism",
          "max_parallelism",
          "skew",
          "state",
          "kind",
          "key",
          "value",
          "expires");

  @Parameters(
      paramLabel = "SAVEPOINT",
      description = "Its folder, as 'alluvium job savepoint' prints it.")
  private String savepoint;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "The compiled plan of its job, to name the operators by their uids.")
  private Path plan;

  @Mixin private FormatOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    OperatorNames names =
        plan == null ? OperatorNames.none() : OperatorNames.of(PlanFile.read(plan));
    List<Row> rows = new ArrayList<>();
    for (OperatorEntry operator : Savepoint.read(savepoint).operators()) {
      List<StateEntry> states = operator.states();
      if (states.isEmpty() && operator.hasState()) {
        rows.add(row(operator, names, operator.hasCoordinator() ? "coordinator" : "", null));
      }
      for (StateEntry state : states) {
        rows.add(row(operator, names, state.name(), state));
      }
    }
    output.format().write(NAMES, rows.iterator(), spec.commandLine().getOut());
    spec.commandLine().getOut().flush();
    return 0;
  }

  private static Row row(
      OperatorEntry operator, OperatorNames names, String name, StateEntry state) {
    double skew = operator.skew();
    return Row.of(
        names.of(operator),
        operator.bytes(),
        operator.parallelism(),
        operator.maxParallelism(),
        skew == 0 ? null : String.format(Locale.ROOT, "%.1f", skew),
        name,
        state == null ? null : state.kind(),
        state == null ? null : state.key(),
        state == null ? null : state.value(),
        state == null ? null : state.expires());
  }
}
