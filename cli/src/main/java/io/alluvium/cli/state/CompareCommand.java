package io.alluvium.cli.state;

import io.alluvium.cli.output.FormatOption;
import io.alluvium.state.StateException;
import io.alluvium.state.gate.PlanComparison;
import io.alluvium.state.gate.SavepointCheck;
import io.alluvium.state.gate.UpgradeGate;
import io.alluvium.state.gate.UpgradedPlan;
import io.alluvium.state.gate.Verdict;
import io.alluvium.state.plan.PlanFile;
import io.alluvium.state.savepoint.Savepoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alluvium state compare}. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Compares two compiled plans of a job of Flink SQL, operator by operator, and says what"
          + " becomes of its state: which tables go on, which start anew, and which would go on"
          + " wrongly without an error.",
      "Plans are written by 'alluvium models compile' and by Flink's COMPILE PLAN."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is lost and nothing is wrong",
      "1:something starts anew, or would be wrong",
      "2:wrong use: the message says what to change"
    })
final class CompareCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RUNNING", description = "The plan that runs.")
  private Path running;

  @Parameters(index = "1", paramLabel = "WANTED", description = "The plan that is to run.")
  private Path wanted;

  @Option(
      names = "--savepoint",
      paramLabel = "PATH",
      description = "Also tells whether this savepoint of the plan that runs fits.")
  private String savepoint;

  @Option(
      names = "--max-parallelism",
      paramLabel = "N",
      description = "What pipeline.max-parallelism will be, if it is set.")
  private Integer maxParallelism;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Writes the wanted plan with uids by which all that goes on finds its state, and nothing"
              + " else does.")
  private Path out;

  @Option(
      names = "--accept-mixed",
      paramLabel = "TABLE",
      arity = "1..*",
      description =
          "Tables, as schema.table, that go on in --out although their state was made of other rows"
              + " or values. Others of these start anew.")
  private List<String> accepted = List.of();

  @Mixin private FormatOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PlanFile before = PlanFile.read(running);
    PlanFile after = PlanFile.read(wanted);
    PlanComparison comparison = UpgradeGate.compare(before, after);
    List<String> problems = List.of();
    if (savepoint != null) {
      problems = new SavepointCheck(Savepoint.read(savepoint)).problems(comparison, maxParallelism);
    }
    new VerdictList(output.format(), spec.commandLine().getOut())
        .write(
            problems.isEmpty() ? comparison.models() : comparison.withProblems(problems).models());
    if (out != null) {
      UpgradedPlan.upgrade(after, comparison, Set.copyOf(accepted));
      write(after);
    }
    boolean isAccepted =
        comparison.models().stream()
            .allMatch(
                model ->
                    model.verdict().isHarmless()
                        || (model.verdict() == Verdict.MIXED && accepted.contains(model.model())));
    return isAccepted && problems.isEmpty() ? 0 : 1;
  }

  private void write(PlanFile plan) {
    try {
      Files.writeString(out, plan.json());
    } catch (IOException e) {
      throw new StateException(out + " cannot be written: " + e.getMessage(), e);
    }
  }
}
