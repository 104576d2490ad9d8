package io.alluvium.benchmarks;

import io.alluvium.benchmarks.legs.KillsLeg;
import io.alluvium.benchmarks.legs.Leg;
import io.alluvium.benchmarks.legs.OperationsScale;
import io.alluvium.benchmarks.legs.RecoveryLeg;
import io.alluvium.benchmarks.legs.UpgradeLeg;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import javax.annotation.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alluvium bench operations}. */
@Command(
    name = "operations",
    mixinStandardHelpOptions = true,
    description = {
      "Measures for how long nothing is committed when a job fails, or is replaced, on session",
      "clusters of real processes: against Flink 1.20 as its distribution sets it, and against",
      "'flink stop' and 'flink run -s'. Compares all rows with what they must be after kills.",
      "Needs Linux, 10 GB of memory, and a machine that does nothing else."
    },
    exitCodeListHeading = LegsCommand.EXIT_CODES_HEADING,
    exitCodeList = {LegsCommand.MET, LegsCommand.FALLS_SHORT})
public final class OperationsBenchCommand extends LegsCommand {

  /** What can be measured. */
  enum LegName {
    recovery(RecoveryLeg::new),
    upgrade(UpgradeLeg::new),
    kills(KillsLeg::new);

    private final Function<OperationsScale, Leg> leg;

    LegName(Function<OperationsScale, Leg> leg) {
      this.leg = leg;
    }
  }

  @Parameters(
      paramLabel = "LEG",
      arity = "1..*",
      description = "What to measure: ${COMPLETION-CANDIDATES}.")
  private List<LegName> legs;

  @Option(
      names = "--state",
      paramLabel = "MB",
      defaultValue = "300",
      description = "How much state the job has. Default: ${DEFAULT-VALUE}")
  private int stateMegabytes;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each side is measured. Default: 5; 2 with --quick")
  @Nullable
  private Integer rounds;

  @Option(
      names = "--kills",
      paramLabel = "N",
      description = "How many task managers the leg kills kills. Default: 20; 2 with --quick")
  @Nullable
  private Integer kills;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the moments of the kills. Default: ${DEFAULT-VALUE}")
  private long seed;

  @Spec private CommandSpec commandSpec;

  @Override
  List<Leg> legs() {
    OperationsScale scale =
        new OperationsScale(
            atLeastOne("--state", stateMegabytes).orElseThrow(),
            atLeastOne("--rounds", rounds),
            atLeastOne("--kills", kills),
            seed);
    return legs.stream().map(name -> name.leg.apply(scale)).toList();
  }

  private OptionalInt atLeastOne(String option, @Nullable Integer value) {
    if (value == null) {
      return OptionalInt.empty();
    }
    if (value < 1) {
      throw new ParameterException(
          commandSpec.commandLine(), option + " must be 1 or more, not " + value);
    }
    return OptionalInt.of(value);
  }
}
