package io.alluvium.ingest.files;

import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.InletLetters;
import io.alluvium.ingest.batch.LakePaths;
import io.alluvium.ingest.batch.TableScan;
import io.alluvium.ingest.bronze.BronzeSchema;
import io.alluvium.ingest.folder.Arrivals;
import io.alluvium.ingest.folder.FolderMemory;
import io.alluvium.ingest.folder.FolderSettings;
import io.alluvium.ingest.folder.LandingFile;
import io.alluvium.ingest.folder.PathKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/** What the lake tells of earlier runs: the files that were read, and those that were begun. */
final class ReadBefore implements FolderMemory {
  private static final char NUMBER = '#';
  private static final RowType ROWS =
      new RowType(
          false,
          List.of(
              new RowType.RowField(BronzeSchema.SOURCE, VarCharType.STRING_TYPE),
              new RowType.RowField(BronzeSchema.POSITION, VarCharType.STRING_TYPE)));

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
    forEachEnded(
        file ->
            arrivals.merge(
                PathKey.of(file.path()),
                Arrivals.Taken.of(file),
                (one, other) -> one.modified() > other.modified() ? one : other));
    return arrivals;
  }

  private void forEachEnded(Consumer<LandingFile> action) throws Exception {
    new TableScan(lake.path(LandedFile.TABLE), LandedFile.keyColumns())
        .forEach(
            "inlet",
            bounds -> TableScan.mayHold(bounds, target.inlet()),
            row -> {
              if (LandedFile.inletOf(row).equals(target.inlet())) {
                action.accept(LandedFile.arrival(row));
              }
            });
  }

  /**
   * By id, how far a run that left no state has read files that it did not finish; and which of
   * them were read to their end, before another took their place.
   */
  @Override
  public Map<String, String> begun(Set<LandingFile> candidates) throws Exception {
    Map<String, LandingFile> byPlace = new HashMap<>();
    for (LandingFile file : candidates) {
      byPlace.put(place(folder.source(file), file.arrival()), file);
    }
    Map<String, FileProgress> begun = new HashMap<>();
    if (!candidates.isEmpty()) {
      List<String> sources = candidates.stream().map(folder::source).distinct().toList();
      Predicate<TableScan.Bounds> wanted =
          bounds -> sources.stream().anyMatch(source -> TableScan.mayHold(bounds, source));
      new TableScan(lake.path(target.table()), ROWS)
          .forEach(
              BronzeSchema.SOURCE, wanted, row -> addTo(begun, row, byPlace, FileProgress::ofRow));
      new InletLetters(lake, target.inlet())
          .forEach(
              InletLetters.SOURCE,
              wanted,
              row -> addTo(begun, row, byPlace, FileProgress::ofDeadLetter));
      forEachEnded(
          file -> {
            if (candidates.contains(file)) {
              begun.merge(file.id(), FileProgress.NONE.end(), FileProgress::and);
            }
          });
    }
    Map<String, String> progress = new HashMap<>();
    begun.forEach((file, reached) -> progress.put(file, reached.toText()));
    return progress;
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
