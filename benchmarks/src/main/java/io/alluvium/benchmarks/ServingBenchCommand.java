package io.alluvium.benchmarks;

import io.alluvium.benchmarks.legs.Leg;
import io.alluvium.benchmarks.legs.RedisLatencyLeg;
import io.alluvium.benchmarks.legs.RedisLeg;
import io.alluvium.benchmarks.legs.SnowflakeLeg;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code alluvium bench serving}. */
@Command(
    name = "serving",
    mixinStandardHelpOptions = true,
    description = {
      "Measures what it takes to write to the stores that serve KPIs, and how soon a change can be",
      "read there, against peers, whose libraries are fetched with Maven at the first use, and",
      "against what the store takes at most. Its server is a process of its own and does not count.",
      "Needs Linux, and a machine that does nothing else."
    },
    exitCodeListHeading = LegsCommand.EXIT_CODES_HEADING,
    exitCodeList = {LegsCommand.MET, LegsCommand.FALLS_SHORT})
public final class ServingBenchCommand extends LegsCommand {

  /** What can be measured. */
  enum LegName {
    redis("redis", RedisLeg::new),
    latency("redis-latency", RedisLatencyLeg::new),
    snowflake("snowflake", SnowflakeLeg::new);

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
