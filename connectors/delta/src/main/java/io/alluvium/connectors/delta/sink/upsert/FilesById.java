package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.LogCommit;
import io.alluvium.connectors.delta.kernel.TableLogReader;
import io.alluvium.connectors.delta.sink.DataFileEncoding;
import io.alluvium.connectors.delta.sink.UnknownVersionException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.time.Deadline;

/**
 * The data files by the ids that the index knows them by.
 *
 * <p>The names of this job's own files tell their ids, so that the table's log gives them; those
 * that no version holds yet are remembered. The ids of other writers' files are known from the
 * {@link TableWatcher} alone, and are part of a checkpoint.
 */
final class FilesById {
  private static final int STATE_VERSION = 1;

  /** So many are remembered before those that a version holds are forgotten again. */
  private static final int MAX_WRITTEN = 1_000;

  /** In which a restored checkpoint's commit gets to the table, where it was not there yet. */
  private static final Duration COMMIT_TIME = Duration.ofSeconds(30);

  private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

  private final String tablePath;
  private final String generation;
  private final Map<Integer, DataFile> foreign = new HashMap<>();

  /** That the index is of, but for what this job wrote since. */
  private long version;

  /** By this subtask, in the order of their ids; those of the latest checkpoints at least. */
  private final NavigableMap<Integer, DataFile> written = new TreeMap<>();

  /** At that version or later: what others removed since, the index may still name. */
  private final Map<Integer, DataFile> inTable = new HashMap<>();

  /**
   * @param generation of the files that this job writes
   */
  FilesById(String tablePath, String generation) {
    this.tablePath = tablePath;
    this.generation = generation;
  }

  /** The files of the version with which a job without state begins. */
  void begin(long baseVersion, Collection<NumberedFile> files) {
    version = baseVersion;
    found(files);
  }

  private void found(Collection<NumberedFile> files) {
    files.forEach(file -> foreign.put(file.id(), withoutStatistics(file.file())));
  }

  void apply(TableNews news) {
    version = news.version();
    news.removed().forEach(file -> foreign.remove(file.id()));
    found(news.added());
    for (NumberedFile file : news.adapted()) {
      written.remove(file.id());
      inTable.put(file.id(), withoutStatistics(file.file()));
    }
  }

  /** A file of this subtask, which a later version will hold, unless no row of it stays alive. */
  void wrote(NumberedFile file) {
    written.put(file.id(), withoutStatistics(file.file()));
    if (written.size() > MAX_WRITTEN) {
      look();
    }
  }

  DataFile get(int id) {
    DataFile file = known(id);
    for (Deadline end = Deadline.fromNow(COMMIT_TIME);
        file == null && id > 0 && end.hasTimeLeft();
        file = known(id)) {
      look();
      if (!inTable.containsKey(id)) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    if (file == null) {
      throw new DeltaException(
          "Table "
              + tablePath
              + ": the sink's state does not tell the file of a row that a partial update needs. Was"
              + " the state taken before 'write.partial-update.columns' was set? Then start the job"
              + " without state: it learns the keys from the table.");
    }
    return file;
  }

  private DataFile known(int id) {
    if (id < 0) {
      return foreign.get(id);
    }
    DataFile file = written.get(id);
    return file == null ? inTable.get(id) : file;
  }

  /** A subtask's files get to the table in the order of their ids. */
  private void look() {
    inTable.clear();
    DeltaTable table = DeltaTable.at(tablePath);
    enter(table.snapshot(version).files());
    for (LogCommit later : new TableLogReader(table).after(version)) {
      enter(later.added());
    }
    for (int id : written.descendingKeySet()) {
      if (inTable.containsKey(id)) {
        written.headMap(id, true).clear();
        break;
      }
    }
  }

  private void enter(List<DataFile> files) {
    for (DataFile file : files) {
      FileNames.id(generation, file.path())
          .ifPresent(id -> inTable.put(id, withoutStatistics(file)));
    }
  }

  private static DataFile withoutStatistics(DataFile file) {
    return new DataFile(
        file.path(), file.size(), file.modificationTime(), file.partitionValues(), null, null);
  }

  byte[] stateBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(STATE_VERSION);
      out.writeLong(version);
      out.writeInt(foreign.size());
      for (Map.Entry<Integer, DataFile> entry : foreign.entrySet()) {
        out.writeInt(entry.getKey());
        DataFileEncoding.write(out, entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  void restore(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      UnknownVersionException.check("files of other writers", STATE_VERSION, in.readInt());
      version = in.readLong();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        foreign.put(in.readInt(), DataFileEncoding.read(in));
      }
    }
  }
}
