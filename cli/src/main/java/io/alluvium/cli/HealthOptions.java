package io.alluvium.cli;

import io.alluvium.state.upgrade.HealthRule;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** When a job that was started is healthy, as it is given to a command. */
public final class HealthOptions {
  private static final int FAILED_CHECKPOINTS = 3;

  @Option(
      names = "--checkpoints",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "How many checkpoints must be complete, without a failure, for the job to be healthy."
              + " Default: ${DEFAULT-VALUE}")
  private int checkpoints;

  @Option(
      names = "--within",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "How long that may take. Default: ${DEFAULT-VALUE}")
  private int seconds;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /**
   * @throws ParameterException where an option is out of range
   */
  public HealthRule rule() {
    if (checkpoints < 1 || seconds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--checkpoints and --within must be 1 or more");
    }
    return new HealthRule(checkpoints, Duration.ofSeconds(seconds), FAILED_CHECKPOINTS);
  }
}
