package io.alluvium.cli.table;

import io.alluvium.connectors.delta.maintenance.RestoreResult;
import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code alluvium table restore}. */
@Command(
    name = "restore",
    description = {
      "Makes a version whose rows, schema and properties are those of an older one.",
      "The history stays, so it can be taken back. Stop the jobs that write the table first."
    })
final class RestoreCommand extends OneTable {
  @ArgGroup(multiplicity = "1")
  private Target target;

  @Option(
      names = "--with-transactions",
      description =
          "The sinks' commit numbers go back too: for jobs that are restored from the savepoint of"
              + " that version. Without it they go on as after a change by hand.")
  private boolean withTransactions;

  /** What to go back to. */
  static final class Target {
    @Option(
        names = "--version",
        paramLabel = "N",
        description = "The version to go back to; 'table history' lists them.")
    private Long version;

    @Option(
        names = "--timestamp",
        paramLabel = "TIME",
        description =
            "The version that was current then, for example 2026-05-01T12:00:00Z; without a Z it is"
                + " taken as UTC.")
    private String timestamp;
  }

  @Override
  int run(TableMaintenance maintenance) throws IOException {
    RestoreResult result =
        target.version == null
            ? maintenance.restoreToTimestamp(epochMillis(target.timestamp), withTransactions)
            : maintenance.restoreToVersion(target.version, withTransactions);
    print(
        new Outcome()
            .with("table", table())
            .with("version", result.version())
            .with("restored_version", result.restoredVersion())
            .with("files_added", result.filesAdded())
            .with("files_removed", result.filesRemoved()));
    return DONE;
  }

  private long epochMillis(String text) {
    String iso = text.strip().replace(' ', 'T');
    try {
      return Instant.parse(iso.matches(".*([zZ]|[+-]\\d\\d:?\\d\\d)") ? iso : iso + "Z")
          .toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          spec().commandLine(),
          "--timestamp '" + text + "' is no time. Write for example 2026-05-01T12:00:00Z",
          e);
    }
  }
}
