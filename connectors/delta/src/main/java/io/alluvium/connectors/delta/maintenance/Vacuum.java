package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.ReferencedFiles;
import io.alluvium.connectors.delta.kernel.RetentionProperty;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.FileStatus;

/**
 * Deletes what the log no longer needs. A file stays where the latest version has it, where it was
 * removed within the retention, or where it was written within the retention: it may belong to a
 * commit that is still to come. Only files below the table's own folder are looked at, so the files
 * of a clone's source are safe from the clone.
 */
final class Vacuum {
  private final DeltaTable table;
  private final VacuumOptions options;
  private final Clock clock;
  private final TableFiles files;

  Vacuum(DeltaTable table, VacuumOptions options, Clock clock) {
    this.table = table;
    this.options = options;
    this.clock = clock;
    this.files = new TableFiles(table.path());
  }

  VacuumResult run(ProgressListener progress) {
    long cutoff = clock.millis() - retention(table.snapshot()).toMillis();
    List<FileStatus> old = new ArrayList<>();
    // Listed before the log is read: a file that is committed in between is then known to the log.
    files.visit(
        file -> {
          if (file.getModificationTime() < cutoff && isTableFile(file)) {
            old.add(file);
          }
        });
    ReferencedFiles needed = ReferencedFiles.of(table, cutoff);
    old.removeIf(file -> needed.contains(path(file)));
    files.visitLog(
        file -> {
          if (file.getModificationTime() < cutoff && isTemporary(file)) {
            old.add(file);
          }
        });
    if (!options.dryRun()) {
      delete(old, progress);
    }
    return new VacuumResult(
        old.stream().map(Vacuum::path).sorted().toList(),
        old.stream().mapToLong(FileStatus::getLen).sum());
  }

  private void delete(List<FileStatus> old, ProgressListener progress) {
    for (int i = 0; i < old.size(); i++) {
      progress.progressed(i, old.size());
      files.delete(path(old.get(i)));
    }
    progress.progressed(old.size(), old.size());
  }

  private Duration retention(DeltaSnapshot snapshot) {
    Duration ofTable = RetentionProperty.of(table.path(), snapshot);
    Duration asked = options.retention().orElse(ofTable);
    if (asked.isNegative()) {
      throw new DeltaException("A retention cannot be negative: " + asked + ".");
    }
    if (options.enforceRetention() && asked.compareTo(ofTable) < 0) {
      throw new DeltaException(
          "A retention of "
              + asked
              + " is below the one of table "
              + table.path()
              + ", "
              + ofTable
              + ": files could be deleted that running jobs have written and not yet committed, or"
              + " that older versions need. Stop the jobs and say that the retention is not to be"
              + " enforced, or change the table's '"
              + RetentionProperty.KEY
              + "'.");
    }
    return asked;
  }

  private static boolean isTableFile(FileStatus file) {
    return !TableFiles.isHidden(file.getPath().getName()) || isTemporary(file);
  }

  /** What a writer that was killed has left before it gave the file its name. */
  private static boolean isTemporary(FileStatus file) {
    String name = file.getPath().getName();
    return name.startsWith(".") && name.endsWith(".tmp");
  }

  private static String path(FileStatus file) {
    return file.getPath().toUri().getPath();
  }
}
