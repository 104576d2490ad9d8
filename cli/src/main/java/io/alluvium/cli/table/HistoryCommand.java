package io.alluvium.cli.table;

import io.alluvium.connectors.delta.kernel.CommitSummary;
import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.flink.types.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code alluvium table history}. */
@Command(name = "history", description = "Lists a table's last commits, the newest first.")
final class HistoryCommand extends OneTable {
  private static final List<String> NAMES =
      List.of(
          "version",
          "committed",
          "operation",
          "files_added",
          "files_removed",
          "rows_added",
          "rows_removed",
          "engine");

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Commits to list at most. Default: ${DEFAULT-VALUE}")
  private int limit;

  @Override
  int run(TableMaintenance maintenance) throws IOException {
    if (limit < 1) {
      throw new ParameterException(spec().commandLine(), "--limit must be 1 or more, not " + limit);
    }
    print(NAMES, maintenance.history(limit).stream().map(HistoryCommand::row).iterator());
    return DONE;
  }

  private static Row row(CommitSummary commit) {
    return Row.of(
        commit.version(),
        Instant.ofEpochMilli(commit.timestamp()),
        commit.operation(),
        commit.filesAdded(),
        commit.filesRemoved(),
        knownOrNull(commit.rowsAdded()),
        knownOrNull(commit.rowsRemoved()),
        commit.engine());
  }

  private static Long knownOrNull(long rows) {
    return rows < 0 ? null : Long.valueOf(rows);
  }
}
