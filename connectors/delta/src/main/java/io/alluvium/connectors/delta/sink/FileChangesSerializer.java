package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.DataFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Carries {@link FileChanges} between the sink's operators. */
@Internal
public final class FileChangesSerializer implements SimpleVersionedSerializer<FileChanges> {
  static final FileChangesSerializer INSTANCE = new FileChangesSerializer();
  private static final int VERSION = 2;

  public static byte[] toBytes(FileChanges changes) throws IOException {
    return SimpleVersionedSerialization.writeVersionAndSerialize(INSTANCE, changes);
  }

  public static FileChanges fromBytes(byte[] bytes) throws IOException {
    return SimpleVersionedSerialization.readVersionAndDeSerialize(INSTANCE, bytes);
  }

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(FileChanges changes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      DataFileEncoding.write(out, changes.added());
      DataFileEncoding.write(out, changes.removed());
      out.writeLong(changes.checkpoint());
      DataFileEncoding.write(out, changes.moved().added());
      DataFileEncoding.write(out, changes.moved().removed());
      out.writeLong(changes.readVersion());
    }
    return bytes.toByteArray();
  }

  @Override
  public FileChanges deserialize(int version, byte[] serialized) throws IOException {
    UnknownVersionException.check("file changes", VERSION, version);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized))) {
      List<DataFile> added = DataFileEncoding.readList(in);
      List<DataFile> removed = DataFileEncoding.readList(in);
      if (version < 2) {
        return new FileChanges(added, removed);
      }
      return new FileChanges(
          in.readLong(),
          added,
          removed,
          new FileChanges.Moves(DataFileEncoding.readList(in), DataFileEncoding.readList(in)),
          in.readLong());
    }
  }
}
