package io.alluvium.benchmarks;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alluvium bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures what the work costs, against peers and against the machine's limit.",
    subcommands = {
      DeltaBenchCommand.class,
      IngestBenchCommand.class,
      ModelsBenchCommand.class,
      OperationsBenchCommand.class,
      ServingBenchCommand.class
    })
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to measure: delta, ingest, models, operations or serving.");
  }
}
