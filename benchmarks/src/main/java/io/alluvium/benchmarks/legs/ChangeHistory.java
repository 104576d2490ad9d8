package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table whose changes are yet to be published: what loaded it, then versions that only add files,
 * a checkpoint, and beside the table, one file each, the commits that change the loaded rows.
 *
 * @param folder of both
 */
record ChangeHistory(Path folder) {
  private static final String JSON = "json";
  private static final int LOADED = 1;

  Path table() {
    return folder.resolve("table");
  }

  /** The commits to come, named as they are to be in the log. */
  Path staged() {
    return folder.resolve("staged");
  }

  /**
   * @param real a table that was made at version 0, loaded at version 1 and changed after that
   * @param firstChange the version that the first change is to make
   */
  static ChangeHistory of(Path real, int firstChange, Path folder) throws IOException {
    ChangeHistory history = new ChangeHistory(folder);
    Path log = Files.createDirectories(LongLog.file(history.table(), 0, JSON).getParent());
    Files.createDirectories(history.staged());
    try (Stream<Path> data = Files.list(real)) {
      for (Path file : data.filter(Files::isRegularFile).toList()) {
        Files.createLink(history.table().resolve(file.getFileName()), file);
      }
    }
    for (int version = 0; version <= LOADED; version++) {
      Files.copy(LongLog.file(real, version, JSON), LongLog.file(history.table(), version, JSON));
    }
    List<String> load = Files.readAllLines(LongLog.file(real, LOADED, JSON));
    if (load.stream().noneMatch(line -> line.startsWith("{\"add\""))) {
      throw new BenchmarkException("Version 1 of " + real + " did not load the table");
    }
    LongLog.pad(history.table(), load, LOADED + 1, firstChange);
    TableMaintenance.of(history.table().toString()).checkpoint();
    for (int version = LOADED + 1; ; version++) {
      Path commit = LongLog.file(real, version, JSON);
      if (!Files.exists(commit)) {
        return history;
      }
      Path file = LongLog.file(history.table(), version - LOADED - 1L + firstChange, JSON);
      // After the versions between, which are a millisecond apart.
      Files.write(
          history.staged().resolve(log.relativize(file)),
          LongLog.later(Files.readAllLines(commit), firstChange));
    }
  }

  ChangeHistory copy(Path to) throws IOException {
    TableCopy.make(folder, to);
    return new ChangeHistory(to);
  }
}
