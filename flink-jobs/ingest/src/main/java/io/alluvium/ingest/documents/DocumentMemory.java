package io.alluvium.ingest.documents;

import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.InletLetters;
import io.alluvium.ingest.batch.LakePaths;
import io.alluvium.ingest.batch.TableScan;
import io.alluvium.ingest.folder.Arrivals;
import io.alluvium.ingest.folder.FolderMemory;
import io.alluvium.ingest.folder.FolderSettings;
import io.alluvium.ingest.folder.LandingFile;
import io.alluvium.ingest.folder.PathKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The table of documents is its own memory: a file is a row. */
record DocumentMemory(LakePaths lake, BronzeTarget target, FolderSettings folder)
    implements FolderMemory {
  @Override
  public Map<PathKey, Arrivals.Taken> arrivals() throws Exception {
    Map<PathKey, Arrivals.Taken> arrivals = new HashMap<>();
    forEachRead(
        file ->
            arrivals.merge(
                PathKey.of(file.path()),
                Arrivals.Taken.of(file),
                (one, other) -> one.modified() > other.modified() ? one : other));
    return arrivals;
  }

  private void forEachRead(Consumer<LandingFile> action) throws Exception {
    new TableScan(lake.path(target.table()), DocumentColumns.keys())
        .forEach(
            row -> {
              LandingFile file =
                  new LandingFile(
                      row.getString(0).toString(),
                      row.getTimestamp(2, 6).getMillisecond(),
                      row.getLong(1));
              // Other definitions may fill the same table.
              if (folder.source(file).equals(row.getString(3).toString())) {
                action.accept(file);
              }
            });
  }

  /** A file is read whole or not at all. Refused ones are known by their dead letters. */
  @Override
  public Map<String, String> begun(Set<LandingFile> candidates) throws Exception {
    if (candidates.isEmpty()) {
      return Map.of();
    }
    Map<String, LandingFile> bySource = new HashMap<>();
    candidates.forEach(file -> bySource.put(folder.source(file) + " " + file.arrival(), file));
    Map<String, String> begun = new HashMap<>();
    forEachRead(
        file -> {
          if (candidates.contains(file)) {
            begun.put(file.id(), DocumentPages.DONE);
          }
        });
    new InletLetters(lake, target.inlet())
        .forEach(
            InletLetters.SOURCE,
            bounds -> true,
            row -> {
              LandingFile file = bySource.get(row.getString(0) + " " + row.getString(1));
              if (file != null) {
                begun.put(file.id(), DocumentPages.DONE);
              }
            });
    return begun;
  }
}
