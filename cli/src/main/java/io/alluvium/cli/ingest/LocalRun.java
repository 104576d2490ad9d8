package io.alluvium.cli.ingest;

import io.alluvium.cli.LakeUri;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where a job that runs in this process keeps what it needs, and how it runs. */
public final class LocalRun {
  private static final String DEFAULT_HOME = ".alluvium/ingest";

  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = DEFAULT_HOME,
      description =
          "Keeps the job's checkpoints, and the lake unless --lake names another."
              + " Default: ${DEFAULT-VALUE}")
  private Path home;

  @Option(
      names = "--lake",
      paramLabel = "PATH",
      description =
          "The folder or URI that holds the layers. Default: the folder lake of the home.")
  private String lake;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "Tasks of each kind. Default: ${DEFAULT-VALUE}")
  private int parallelism;

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "DURATION",
      defaultValue = "5 s",
      description = "How often rows appear in the lake. Default: ${DEFAULT-VALUE}")
  private String checkpointInterval;

  @Option(
      names = "--web-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Of Flink's web UI, 0 for any free one. Default: ${DEFAULT-VALUE}")
  private int webPort;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  public Path home() {
    return home.toAbsolutePath().normalize();
  }

  /** As a URI. */
  public String lake() {
    if (lake == null) {
      return home().resolve("lake").toUri().toString();
    }
    return LakeUri.of(lake);
  }

  public int parallelism() {
    if (parallelism < 1) {
      throw new ParameterException(
          spec.commandLine(), "--parallelism must be 1 or more, not " + parallelism);
    }
    return parallelism;
  }

  public Duration checkpointInterval() {
    Duration interval;
    try {
      interval = TimeUtils.parseDuration(checkpointInterval);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--checkpoint-interval '" + checkpointInterval + "' is no duration. Write for example 5s",
          e);
    }
    if (interval.toMillis() < 10) {
      throw new ParameterException(
          spec.commandLine(), "--checkpoint-interval must be 10 ms or more");
    }
    return interval;
  }

  public int webPort() {
    if (webPort < 0 || webPort > 65535) {
      throw new ParameterException(
          spec.commandLine(), "A port must be from 0 to 65535, not " + webPort);
    }
    return webPort;
  }
}
