package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.TableDescription;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Carries {@link TableAppend}s between the sink's operators. */
@Internal
public final class TableAppendSerializer implements SimpleVersionedSerializer<TableAppend> {
  private static final TableAppendSerializer INSTANCE = new TableAppendSerializer();
  private static final int VERSION = 1;

  public static byte[] toBytes(TableAppend append) throws IOException {
    return SimpleVersionedSerialization.writeVersionAndSerialize(INSTANCE, append);
  }

  public static TableAppend fromBytes(byte[] bytes) throws IOException {
    return SimpleVersionedSerialization.readVersionAndDeSerialize(INSTANCE, bytes);
  }

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(TableAppend append) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      DataFileEncoding.writeText(out, append.tablePath());
      TableEncoding.writeDescription(out, append.description());
      DataFileEncoding.write(out, append.files());
    }
    return bytes.toByteArray();
  }

  @Override
  public TableAppend deserialize(int version, byte[] serialized) throws IOException {
    UnknownVersionException.check("appended files", VERSION, version);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized))) {
      String tablePath = DataFileEncoding.readText(in);
      TableDescription description = TableEncoding.readDescription(in);
      List<DataFile> files = DataFileEncoding.readList(in);
      return new TableAppend(tablePath, description, files);
    }
  }
}
