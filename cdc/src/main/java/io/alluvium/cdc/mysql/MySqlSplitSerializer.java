package io.alluvium.cdc.mysql;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes splits. */
final class MySqlSplitSerializer implements SimpleVersionedSerializer<MySqlSplit> {
  private static final int VERSION = 1;
  private static final int INITIAL_SIZE = 128;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(MySqlSplit split) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(INITIAL_SIZE);
    StateCodec.writeSplit(split, out);
    return out.getCopyOfBuffer();
  }

  @Override
  public MySqlSplit deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION) {
      throw new IOException("Unknown version " + version + " of a split");
    }
    return StateCodec.readSplit(new DataInputDeserializer(bytes));
  }
}
