package io.alluvium.benchmarks;

import io.alluvium.benchmarks.legs.DevicesLeg;
import io.alluvium.benchmarks.legs.LatencyLeg;
import io.alluvium.benchmarks.legs.Leg;
import io.alluvium.benchmarks.legs.SnapshotLeg;
import io.alluvium.benchmarks.legs.StreamLeg;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code alluvium bench ingest}. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the ways into bronze, in CPU seconds of whole processes, against Apache Iceberg's",
      "sink and Apache Spark, whose libraries are fetched with Maven at the first use, and against",
      "bare loops, which are the limit. The services that data comes from do not count.",
      "Needs Linux, and a machine that does nothing else."
    },
    exitCodeListHeading = LegsCommand.EXIT_CODES_HEADING,
    exitCodeList = {LegsCommand.MET, LegsCommand.FALLS_SHORT})
public final class IngestBenchCommand extends LegsCommand {

  /** What can be measured. */
  enum LegName {
    devices("devices", DevicesLeg::new),
    snapshot("snapshot", SnapshotLeg::new),
    stream("stream", StreamLeg::new),
    latency("latency", LatencyLeg::new);

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
