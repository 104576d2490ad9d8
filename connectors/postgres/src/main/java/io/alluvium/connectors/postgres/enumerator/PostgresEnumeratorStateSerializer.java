package io.alluvium.connectors.postgres.enumerator;

import io.alluvium.connectors.postgres.split.PostgresSplit;
import io.alluvium.connectors.postgres.split.PostgresSplitSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes the enumerator's state into checkpoints. */
@Internal
public final class PostgresEnumeratorStateSerializer
    implements SimpleVersionedSerializer<PostgresEnumeratorState> {
  private static final int VERSION = 1;

  private final PostgresSplitSerializer splits = new PostgresSplitSerializer();

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(PostgresEnumeratorState state) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(256);
    out.writeBoolean(state.streamBegun());
    out.writeInt(state.tables().size());
    for (long table : state.tables()) {
      out.writeLong(table);
    }
    out.writeInt(state.pending().size());
    for (PostgresSplit split : state.pending()) {
      SimpleVersionedSerialization.writeVersionAndSerialize(splits, split, out);
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public PostgresEnumeratorState deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "Enumerator state of version " + version + " is newer than this connector.");
    }
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    boolean streamBegun = in.readBoolean();
    int tableCount = in.readInt();
    Set<Long> tables = new HashSet<>();
    for (int i = 0; i < tableCount; i++) {
      tables.add(in.readLong());
    }
    int count = in.readInt();
    List<PostgresSplit> pending = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      pending.add(SimpleVersionedSerialization.readVersionAndDeSerialize(splits, in));
    }
    return new PostgresEnumeratorState(streamBegun, tables, pending);
  }
}
