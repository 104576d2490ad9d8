package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.sink.DataFileEncoding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import javax.annotation.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * What happened to a data file, on its way to the one subtask that owns the file. Never part of a
 * checkpoint.
 *
 * @param checkpoint before which it happened; set when the event is sent
 * @param file where the kind has one
 * @param rows where the kind has some
 */
record FileEvent(
    long checkpoint, Kind kind, @Nullable DataFile file, @Nullable RoaringBitmap rows) {
  private static final long NOT_SENT = -1;

  enum Kind {
    /** A writer finished the file; it holds changed rows. */
    WRITTEN,
    /** A writer finished the file; it holds moved rows. */
    MOVED_HERE,
    /** The rows were deleted or superseded. */
    DELETED,
    /** The rows were moved to another file. */
    MOVED_AWAY,
    /** The table holds the file, with this deletion vector. */
    IN_TABLE,
    /** The table no longer holds the file. */
    GONE
  }

  static FileEvent of(Kind kind, DataFile file) {
    return new FileEvent(NOT_SENT, kind, file, null);
  }

  static FileEvent of(Kind kind, RoaringBitmap rows) {
    return new FileEvent(NOT_SENT, kind, null, rows);
  }

  static FileEvent gone() {
    return new FileEvent(NOT_SENT, Kind.GONE, null, null);
  }

  FileEvent before(long nextCheckpoint) {
    return new FileEvent(nextCheckpoint, kind, file, rows);
  }

  byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(checkpoint);
      out.writeByte(kind.ordinal());
      out.writeBoolean(file != null);
      if (file != null) {
        DataFileEncoding.write(out, file);
      }
      out.writeBoolean(rows != null);
      if (rows != null) {
        rows.serialize(out);
      }
    }
    return bytes.toByteArray();
  }

  static FileEvent fromBytes(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      long checkpoint = in.readLong();
      Kind kind = Kind.values()[in.readByte()];
      DataFile file = in.readBoolean() ? DataFileEncoding.read(in) : null;
      RoaringBitmap rows = null;
      if (in.readBoolean()) {
        rows = new RoaringBitmap();
        rows.deserialize(in);
      }
      return new FileEvent(checkpoint, kind, file, rows);
    }
  }
}
