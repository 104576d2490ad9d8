package io.alluvium.benchmarks;

import io.alluvium.benchmarks.legs.AppendLeg;
import io.alluvium.benchmarks.legs.ChangesLeg;
import io.alluvium.benchmarks.legs.CommitLeg;
import io.alluvium.benchmarks.legs.FreshnessLeg;
import io.alluvium.benchmarks.legs.Leg;
import io.alluvium.benchmarks.legs.ScanLeg;
import io.alluvium.benchmarks.legs.UpsertGrowthLeg;
import io.alluvium.benchmarks.legs.UpsertLeg;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code alluvium bench delta}. */
@Command(
    name = "delta",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the Delta connector, in CPU seconds of whole processes, against Apache Iceberg,",
      "Apache Paimon and Apache Spark, whose libraries are fetched with Maven at the first use.",
      "Needs Linux, and a machine that does nothing else."
    },
    exitCodeListHeading = LegsCommand.EXIT_CODES_HEADING,
    exitCodeList = {LegsCommand.MET, LegsCommand.FALLS_SHORT})
public final class DeltaBenchCommand extends LegsCommand {

  /** What can be measured. */
  enum LegName {
    append("append", AppendLeg::new),
    commit("commit", CommitLeg::new),
    upsert("upsert", UpsertLeg::new),
    upsertGrowth("upsert-growth", UpsertGrowthLeg::new),
    scan("scan", ScanLeg::new),
    freshness("freshness", FreshnessLeg::new),
    changes("changes", ChangesLeg::new);

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
