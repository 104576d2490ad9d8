package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.LogCommit;
import io.alluvium.connectors.delta.kernel.TableLogReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;

/**
 * Reads the table's log from where it was left, tells this job's commits from those of others, and
 * gives the others' files ids.
 */
final class LogFollower {
  private final UpsertSettings settings;
  private final TableLogReader log;
  private final FileTable files = new FileTable();
  private final Map<String, Integer> foreignIds;
  private final String generation;
  private long version;
  private int nextForeignId;
  private final OptionalLong restoredCheckpoint;
  private final String restoredSink;

  /** The table's version when the job was restored; whatever it commits itself comes later. */
  private final long versionAtStart;

  private long firstUnseenCheckpoint;

  private LogFollower(
      UpsertSettings settings,
      WatcherState state,
      OptionalLong restoredCheckpoint,
      long versionAtStart) {
    this.restoredCheckpoint = restoredCheckpoint;
    this.restoredSink = state.sink();
    this.versionAtStart = versionAtStart;
    this.settings = settings;
    this.log = new TableLogReader(DeltaTable.at(settings.tablePath()));
    this.version = state.version();
    this.generation = state.generation();
    this.nextForeignId = state.nextForeignId();
    this.foreignIds = new HashMap<>(state.foreignIds());
  }

  /** A follower of a job without state, which knows the files of the base version. */
  static LogFollower fresh(UpsertSettings settings) throws IOException {
    LogFollower follower =
        new LogFollower(
            settings,
            new WatcherState(
                settings.baseVersion(),
                settings.generation(),
                BaseFiles.FIRST_FOREIGN_ID,
                Map.of(),
                settings.applicationId()),
            OptionalLong.empty(),
            settings.baseVersion());
    DeltaSnapshot base = DeltaTable.at(settings.tablePath()).snapshot(settings.baseVersion());
    for (NumberedFile file : BaseFiles.of(base)) {
      follower.foreignIds.put(file.file().path(), file.id());
      follower.nextForeignId = file.id() - 1;
      follower.files.put(file.id(), follower.counted(file.file()));
    }
    return follower;
  }

  /**
   * @param checkpoint that the job was restored from
   */
  static LogFollower restored(UpsertSettings settings, WatcherState state, OptionalLong checkpoint)
      throws IOException {
    DeltaTable table = DeltaTable.at(settings.tablePath());
    long latest = table.snapshot().version();
    LogFollower follower = new LogFollower(settings, state, checkpoint, latest);
    if (latest < state.version()) {
      throw new DeltaException(
          "Table "
              + settings.tablePath()
              + " is at version "
              + latest
              + ", but the restored state knows version "
              + state.version()
              + ": the table was replaced or rolled back without the job. Put the table back, restore"
              + " a state from before that version, or start without state, and the keys are learned"
              + " from the table.");
    }
    for (DataFile file : table.snapshot(state.version()).files()) {
      follower.files.put(follower.id(file.path()), follower.counted(file));
    }
    return follower;
  }

  WatcherState state() {
    return new WatcherState(
        version, generation, nextForeignId, foreignIds, settings.applicationId());
  }

  FileTable files() {
    return files;
  }

  /**
   * What happened since the last call.
   *
   * @param news for the writers, without files to move
   * @param events for the owners of files
   */
  record Updates(TableNews news, List<NumberedEvent> events) {}

  /** An event and the file that it is about. */
  record NumberedEvent(int id, FileEvent event) {}

  Updates catchUp() throws IOException {
    Map<String, FileTable.KnownFile> before = new LinkedHashMap<>();
    Map<String, DataFile> latest = new HashMap<>();
    List<NumberedEvent> events = new ArrayList<>();
    List<NumberedFile> adapted = new ArrayList<>();
    boolean dataChange = false;
    for (LogCommit commit : log.after(version)) {
      if (isOwn(commit)) {
        followOwn(commit, latest, before, events, adapted);
      } else {
        dataChange |= commit.dataChange();
        followForeign(commit, before, latest);
      }
      version = commit.version();
    }
    TableNews news =
        new TableNews(
            version,
            firstUnseenCheckpoint,
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            dataChange,
            adapted,
            List.of());
    for (Map.Entry<String, FileTable.KnownFile> touched : before.entrySet()) {
      String path = touched.getKey();
      report(touched.getValue(), files.get(path), latest.get(path), news, events);
    }
    return new Updates(news, events);
  }

  /**
   * A job that was restored from another's state sees as foreign what that one did after the state,
   * be it under the same sink id or another; what it did up to there is in the index already.
   */
  private boolean isOwn(LogCommit commit) {
    return JobToken.isOf(generation, commit.token())
        && (commit.sinkIds().contains(settings.applicationId())
            ? !isAfterState(commit)
            : isPartOfState(commit));
  }

  /** Whether it was there when the job was restored, but not in what it was restored from. */
  private boolean isAfterState(LogCommit commit) {
    OptionalLong checkpoint = JobToken.checkpoint(commit.token());
    return commit.version() <= versionAtStart
        && restoredCheckpoint.isPresent()
        && checkpoint.isPresent()
        && checkpoint.getAsLong() > restoredCheckpoint.getAsLong();
  }

  /** Checkpoints are counted again after an older state was restored, so they alone do not tell. */
  private boolean isPartOfState(LogCommit commit) {
    OptionalLong checkpoint = JobToken.checkpoint(commit.token());
    return restoredCheckpoint.isPresent()
        && checkpoint.isPresent()
        && checkpoint.getAsLong() <= restoredCheckpoint.getAsLong()
        && (restoredSink.isEmpty() || commit.sinkIds().contains(restoredSink));
  }

  private void followOwn(
      LogCommit commit,
      Map<String, DataFile> latest,
      Map<String, FileTable.KnownFile> foreign,
      List<NumberedEvent> events,
      List<NumberedFile> adapted)
      throws IOException {
    // Moves of the same checkpoint may follow as a commit of their own.
    firstUnseenCheckpoint =
        Math.max(firstUnseenCheckpoint, JobToken.checkpoint(commit.token()).orElse(0));
    Set<String> added = paths(commit.added());
    Set<String> removed = paths(commit.removed());
    for (String path : removed) {
      if (!added.contains(path)) {
        FileTable.KnownFile gone = files.remove(path);
        foreignIds.remove(path);
        if (commit.rebased() && gone != null && !foreign.containsKey(path)) {
          events.add(new NumberedEvent(gone.id(), FileEvent.gone()));
        }
      }
    }
    for (DataFile file : commit.added()) {
      FileTable.KnownFile known = files.get(file.path());
      int id = known == null ? id(file.path()) : known.id();
      files.put(id, file);
      latest.put(file.path(), file);
      boolean isAdapted =
          commit.rebased() && (removed.contains(file.path()) || !commit.dataChange());
      if (isAdapted && !commit.dataChange()) {
        adapted.add(new NumberedFile(id, file));
      }
      if (isAdapted && !foreign.containsKey(file.path())) {
        events.add(new NumberedEvent(id, FileEvent.of(FileEvent.Kind.IN_TABLE, file)));
      }
    }
  }

  private void followForeign(
      LogCommit commit, Map<String, FileTable.KnownFile> before, Map<String, DataFile> latest)
      throws IOException {
    Set<String> added = paths(commit.added());
    for (DataFile file : commit.removed()) {
      note(before, file.path());
      if (!added.contains(file.path())) {
        files.remove(file.path());
        foreignIds.remove(file.path());
      }
    }
    for (DataFile file : commit.added()) {
      FileTable.KnownFile known = files.get(file.path());
      note(before, file.path());
      DataFile counted = counted(file);
      files.put(known == null || revives(known, file) ? newId(file.path()) : known.id(), counted);
      latest.put(file.path(), counted);
    }
  }

  /** Keeps a file's first state; none is one as well, which {@code putIfAbsent} would not keep. */
  private void note(Map<String, FileTable.KnownFile> before, String path) {
    if (!before.containsKey(path)) {
      before.put(path, files.get(path));
    }
  }

  /** RESTORE brings rows back: for the index they are new rows of a new file. */
  private static boolean revives(FileTable.KnownFile known, DataFile file) {
    long deadRows = file.deletionVector() == null ? 0 : file.deletionVector().cardinality();
    return deadRows < known.deadRows();
  }

  private int newId(String path) {
    int id = nextForeignId--;
    foreignIds.put(path, id);
    return id;
  }

  private static void report(
      FileTable.KnownFile before,
      FileTable.KnownFile now,
      DataFile nowWithStatistics,
      TableNews news,
      List<NumberedEvent> events) {
    boolean isSame = before != null && now != null && before.id() == now.id();
    if (before != null && !isSame) {
      news.removed().add(new NumberedFile(before.id(), before.file()));
      events.add(new NumberedEvent(before.id(), FileEvent.gone()));
    }
    if (now != null) {
      if (isSame) {
        news.shrunk().add(new TableNews.Shrunk(now.id(), before.file(), now.file()));
      } else {
        news.added().add(new NumberedFile(now.id(), now.file()));
      }
      events.add(
          new NumberedEvent(now.id(), FileEvent.of(FileEvent.Kind.IN_TABLE, nowWithStatistics)));
    }
  }

  private int id(String path) {
    Integer foreign = foreignIds.get(path);
    if (foreign != null) {
      return foreign;
    }
    OptionalInt own = FileNames.id(generation, path);
    return own.isPresent() ? own.getAsInt() : newId(path);
  }

  private static Set<String> paths(List<DataFile> files) {
    return files.stream().map(DataFile::path).collect(Collectors.toSet());
  }

  /** The protocol wants the number of rows of a file with a vector; not every writer gives it. */
  DataFile counted(DataFile file) throws IOException {
    if (file.rowCount().isPresent()) {
      return file;
    }
    RowType all = settings.rowType();
    String key = settings.primaryKey().get(0);
    RowType column = new RowType(List.of(all.getFields().get(all.getFieldIndex(key))));
    DataFile everyRow =
        new DataFile(
            file.path(), file.size(), file.modificationTime(), file.partitionValues(), null, null);
    long rows = 0;
    try (CloseableIterator<RowData> found =
        new DataFileReader(settings.tablePath(), column).read(everyRow)) {
      while (found.hasNext()) {
        found.next();
        rows++;
      }
    } catch (Exception e) {
      throw new IOException("counting the rows of " + file.path(), e);
    }
    return new DataFile(
        file.path(),
        file.size(),
        file.modificationTime(),
        file.partitionValues(),
        "{\"numRecords\":" + rows + "}",
        file.deletionVector());
  }
}
