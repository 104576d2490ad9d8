package io.alluvium.cli.table;

import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import io.alluvium.connectors.delta.maintenance.VacuumOptions;
import io.alluvium.connectors.delta.maintenance.VacuumResult;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code alluvium table vacuum}. */
@Command(
    name = "vacuum",
    description = {
      "Deletes the files that no version of a table within the retention needs.",
      "Older versions cannot be read afterwards; --dry-run shows what would go."
    })
final class VacuumCommand extends OneTable {
  @Option(names = "--dry-run", description = "Lists the files, and deletes none.")
  private boolean dryRun;

  @Option(
      names = "--retention",
      paramLabel = "DURATION",
      description =
          "How long files are kept, for example '14 d'. Default: the table's, a week unless it says"
              + " otherwise. A shorter one is refused.")
  private String retention;

  @Option(
      names = "--ignore-table-retention",
      description =
          "Takes a --retention that is shorter than the table's. Stop the jobs that write the table"
              + " first: it deletes what they have written and not yet committed.")
  private boolean ignoreTableRetention;

  @Override
  int run(TableMaintenance maintenance) throws IOException {
    VacuumOptions options =
        VacuumOptions.defaults().withDryRun(dryRun).withEnforceRetention(!ignoreTableRetention);
    if (retention != null) {
      options = options.withRetention(duration(retention));
    }
    VacuumResult result = maintenance.vacuum(options, progress("files deleted"));
    Outcome outcome =
        new Outcome()
            .with("table", table())
            .with("dry_run", dryRun)
            .with("files", result.paths().size())
            .with("bytes", result.bytes());
    // Without a dry run they are gone, and may be many.
    print(dryRun ? outcome.with("paths", result.paths().toArray()) : outcome);
    return DONE;
  }

  private Duration duration(String text) {
    try {
      return TimeUtils.parseDuration(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec().commandLine(),
          "--retention '" + text + "' is no duration. Write for example '14 d'",
          e);
    }
  }
}
