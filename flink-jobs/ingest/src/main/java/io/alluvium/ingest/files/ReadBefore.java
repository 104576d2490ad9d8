package io.alluvium.ingest.files;

import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.LakePaths;
import io.alluvium.ingest.batch.TableScan;
import io.alluvium.ingest.bronze.BronzeSchema;
import io.alluvium.ingest.deadletters.DeadLetter;
import io.alluvium.ingest.folder.Arrivals;
import io.alluvium.ingest.folder.FolderMemory;
import io.alluvium.ingest.folder.FolderSettings;
import io.alluvium.ingest.folder.LandingFile;
import io.alluvium.ingest.folder.PathKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/** What the lake tells of earlier runs: the files that were read, and those that were begun. */
final class ReadBefore implements FolderMemory {
  private static final char NUMBER = '#';

  private final LakePaths lake;
  private final BronzeTarget target;
  private final FolderSettings folder;

  ReadBefore(LakePaths lake, BronzeTarget target, FolderSettings folder) {
    this.lake = lake;
    this.target = target;
    this.folder = folder;
  }

  /** The newest arrival of each path that was read to its end. */
  @Override
  public Map<PathKey, Arrivals.Taken> arrivals() throws Exception {
    Map<PathKey, Arrivals.Taken> arrivals = new HashMap<>();
    new TableScan(lake.path(LandedFile.TABLE), LandedFile.keyColumns())
        .forEach(
            "inlet",
            bounds -> TableScan.mayHold(bounds, target.inlet()),
            row -> {
              if (LandedFile.inletOf(row).equals(target.inlet())) {
                LandingFile file = LandedFile.arrival(row);
                arrivals.merge(
                    PathKey.of(file.path()),
                    Arrivals.Taken.of(file),
                    (one, other) -> one.modified() > other.modified() ? one : other);
              }
            });
    return arrivals;
  }

  /** By id, how far a run that left no state has read files that it did not finish. */
  @Override
  public Map<String, String> begun(Set<LandingFile> candidates) throws Exception {
    Map<String, LandingFile> byPlace = new HashMap<>();
    for (LandingFile file : candidates) {
      byPlace.put(place(folder.source(file), file.arrival()), file);
    }
    Map<String, FileProgress> begun = new HashMap<>();
    if (!candidates.isEmpty()) {
      scan(
          target.table(),
          BronzeSchema.SOURCE,
          BronzeSchema.POSITION,
          byPlace,
          begun,
          FileProgress::ofRow);
      scan(DeadLetter.TABLE, "source", "position", byPlace, begun, FileProgress::ofDeadLetter);
    }
    Map<String, String> progress = new HashMap<>();
    begun.forEach((file, reached) -> progress.put(file, reached.toText()));
    return progress;
  }

  private void scan(
      String table,
      String sourceColumn,
      String positionColumn,
      Map<String, LandingFile> byPlace,
      Map<String, FileProgress> begun,
      LongFunction<FileProgress> told)
      throws Exception {
    List<String> sources =
        byPlace.values().stream().map(file -> folder.source(file)).distinct().toList();
    RowType columns =
        new RowType(
            false,
            List.of(
                new RowType.RowField(sourceColumn, VarCharType.STRING_TYPE),
                new RowType.RowField(positionColumn, VarCharType.STRING_TYPE)));
    new TableScan(lake.path(table), columns)
        .forEach(
            sourceColumn,
            bounds -> sources.stream().anyMatch(source -> TableScan.mayHold(bounds, source)),
            row -> addTo(begun, row, byPlace, told));
  }

  private static void addTo(
      Map<String, FileProgress> begun,
      RowData row,
      Map<String, LandingFile> byPlace,
      LongFunction<FileProgress> told) {
    String position = row.getString(1).toString();
    int number = position.lastIndexOf(NUMBER);
    if (number < 0) {
      return;
    }
    LandingFile file =
        byPlace.get(place(row.getString(0).toString(), position.substring(0, number)));
    if (file != null) {
      begun.merge(
          file.id(), told.apply(Long.parseLong(position.substring(number + 1))), FileProgress::and);
    }
  }

  static String position(LandingFile file, long number) {
    return file.arrival() + NUMBER + number;
  }

  private static String place(String source, String arrival) {
    return source + " " + arrival;
  }
}
