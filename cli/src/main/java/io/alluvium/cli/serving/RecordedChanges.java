package io.alluvium.cli.serving;

import io.alluvium.connectors.delta.kernel.CommitSummary;
import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import io.alluvium.connectors.snowflake.FlushSimulation.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** When how many rows changed: by the commits of a table, or by a file. */
final class RecordedChanges {
  private RecordedChanges() {}

  /** The commits of a Delta table that wrote rows. */
  static List<Change> ofTable(String path) throws IOException {
    return TableMaintenance.of(path).history(Integer.MAX_VALUE).stream()
        .filter(commit -> commit.rowsAdded() > 0)
        .map(RecordedChanges::change)
        .sorted(Comparator.comparingLong(Change::time))
        .toList();
  }

  private static Change change(CommitSummary commit) {
    return new Change(commit.timestamp(), commit.rowsAdded());
  }

  /**
   * @param file with lines of a time, as in ISO 8601 and UTC, a comma, and a number of rows
   * @throws IllegalArgumentException that names the line that is wrong
   */
  static List<Change> ofFile(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String[] parts = lines.get(i).strip().split(",");
      boolean isHeading = i == 0 && parts[0].strip().equals("time");
      if (isHeading || lines.get(i).isBlank()) {
        continue;
      }
      try {
        changes.add(
            new Change(
                Instant.parse(parts[0].strip()).toEpochMilli(), Long.parseLong(parts[1].strip())));
      } catch (DateTimeException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
        throw new IllegalArgumentException(
            file
                + ":"
                + (i + 1)
                + " is '"
                + lines.get(i)
                + "'; a line is a time and a number of rows, such as 2015-03-01T12:00:00Z,250.",
            e);
      }
    }
    changes.sort(Comparator.comparingLong(Change::time));
    return changes;
  }
}
