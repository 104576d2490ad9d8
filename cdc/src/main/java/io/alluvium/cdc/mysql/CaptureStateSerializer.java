package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.TableName;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes {@link CaptureState}. */
final class CaptureStateSerializer implements SimpleVersionedSerializer<CaptureState> {
  private static final int VERSION = 1;
  private static final int INITIAL_SIZE = 256;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(CaptureState state) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(INITIAL_SIZE);
    out.writeBoolean(state.start() != null);
    if (state.start() != null) {
      StateCodec.writePosition(state.start(), out);
    }
    StateCodec.writeTables(state.known(), out);
    StateCodec.writeTables(state.unplanned(), out);
    StateCodec.writeChunks(state.pending(), out);
    out.writeInt(state.running().size());
    for (int number : state.running()) {
      out.writeInt(number);
    }
    out.writeInt(state.nextNumber());
    out.writeBoolean(state.streaming());
    return out.getCopyOfBuffer();
  }

  @Override
  public CaptureState deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION) {
      throw new IOException("Unknown version " + version + " of a capture's state");
    }
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    BinlogPosition start = in.readBoolean() ? StateCodec.readPosition(in) : null;
    Set<TableName> known = StateCodec.readTables(in);
    List<TableName> unplanned = List.copyOf(StateCodec.readTables(in));
    List<MySqlSplit.Chunk> pending = StateCodec.readChunks(in);
    Set<Integer> running = new LinkedHashSet<>();
    for (int count = in.readInt(); count > 0; count--) {
      running.add(in.readInt());
    }
    return new CaptureState(
        start, known, unplanned, pending, running, in.readInt(), in.readBoolean());
  }
}
