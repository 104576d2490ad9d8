package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.sink.DataFileEncoding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the {@link TableWatcher} tells all writers before a checkpoint. Never part of a checkpoint.
 *
 * @param version that the table had
 * @param firstUnseenCheckpoint all commits of earlier ones are in that version; 0 where none is
 *     known
 * @param removed files that another writer removed, each with the deletion vector that it had
 * @param added files that another writer added
 * @param shrunk files whose deletion vector another writer changed
 * @param dataChange whether rows were changed, and not only moved
 * @param adapted files of this sink that got to the table under another path than they were
 *     announced
 * @param toMove files whose rows are to be moved to new files
 */
record TableNews(
    long version,
    long firstUnseenCheckpoint,
    List<NumberedFile> removed,
    List<NumberedFile> added,
    List<Shrunk> shrunk,
    boolean dataChange,
    List<NumberedFile> adapted,
    List<NumberedFile> toMove) {

  /** A file before and after another writer deleted some of its rows. */
  record Shrunk(int id, DataFile before, DataFile after) {}

  boolean isEmpty() {
    return removed.isEmpty()
        && added.isEmpty()
        && shrunk.isEmpty()
        && adapted.isEmpty()
        && toMove.isEmpty();
  }

  byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(version);
      out.writeLong(firstUnseenCheckpoint);
      write(out, removed);
      write(out, added);
      out.writeInt(shrunk.size());
      for (Shrunk file : shrunk) {
        out.writeInt(file.id());
        DataFileEncoding.write(out, file.before());
        DataFileEncoding.write(out, file.after());
      }
      out.writeBoolean(dataChange);
      write(out, adapted);
      write(out, toMove);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, List<NumberedFile> files) throws IOException {
    out.writeInt(files.size());
    for (NumberedFile file : files) {
      out.writeInt(file.id());
      DataFileEncoding.write(out, file.file());
    }
  }

  static TableNews fromBytes(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      long version = in.readLong();
      long firstUnseenCheckpoint = in.readLong();
      List<NumberedFile> removed = readFiles(in);
      List<NumberedFile> added = readFiles(in);
      int count = in.readInt();
      List<Shrunk> shrunk = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        shrunk.add(new Shrunk(in.readInt(), DataFileEncoding.read(in), DataFileEncoding.read(in)));
      }
      return new TableNews(
          version,
          firstUnseenCheckpoint,
          removed,
          added,
          shrunk,
          in.readBoolean(),
          readFiles(in),
          readFiles(in));
    }
  }

  private static List<NumberedFile> readFiles(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<NumberedFile> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(new NumberedFile(in.readInt(), DataFileEncoding.read(in)));
    }
    return files;
  }
}
