package io.alluvium.benchmarks;

import io.alluvium.benchmarks.legs.FusedLeg;
import io.alluvium.benchmarks.legs.Leg;
import io.alluvium.benchmarks.legs.LiveLeg;
import io.alluvium.benchmarks.legs.NexmarkLeg;
import io.alluvium.benchmarks.legs.OverheadLeg;
import io.alluvium.benchmarks.legs.WindowLeg;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code alluvium bench models}. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = {
      "Measures models as jobs, in CPU seconds of whole processes, against Flink SQL alone and",
      "Apache Spark, whose libraries are fetched with Maven at the first use, and against a bare",
      "loop, which is the limit. What they read is written beforehand and does not count.",
      "Needs Linux, and a machine that does nothing else."
    },
    exitCodeListHeading = LegsCommand.EXIT_CODES_HEADING,
    exitCodeList = {LegsCommand.MET, LegsCommand.FALLS_SHORT})
public final class ModelsBenchCommand extends LegsCommand {

  /** What can be measured. */
  enum LegName {
    fused("fused", FusedLeg::new),
    live("fused-live", LiveLeg::new),
    window("window", WindowLeg::new),
    nexmark("nexmark", NexmarkLeg::new),
    overhead("overhead", OverheadLeg::new);

    private final String name;
    private final Supplier<Leg> leg;

    LegName(String name, Supplier<Leg> leg) {
      this.name = name;
      this.leg = leg;
    }

    /** As the user writes it. */
    @Override
    public String toString() {
      return name;
    }
  }

  @Parameters(
      paramLabel = "LEG",
      arity = "1..*",
      description = "What to measure: ${COMPLETION-CANDIDATES}.")
  private List<LegName> legs;

  @Override
  List<Leg> legs() {
    return legs.stream().map(name -> name.leg.get()).toList();
  }
}
