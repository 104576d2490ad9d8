package io.alluvium.connectors.postgres.enumerator;

import io.alluvium.connectors.postgres.TableName;
import io.alluvium.connectors.postgres.database.Memberships;
import io.alluvium.connectors.postgres.split.PostgresSplit;
import io.alluvium.connectors.postgres.split.PostgresSplitSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  private static final int VERSION = 2;

  /** Had only the tables' numbers, those that are now unnamed. */
  private static final int WITHOUT_NAMES = 1;

  private final PostgresSplitSerializer splits = new PostgresSplitSerializer();

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(PostgresEnumeratorState state) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(256);
    out.writeBoolean(state.streamBegun());
    out.writeInt(state.unnamed().size());
    for (long table : state.unnamed()) {
      out.writeLong(table);
    }
    out.writeInt(state.pending().size());
    for (PostgresSplit split : state.pending()) {
      SimpleVersionedSerialization.writeVersionAndSerialize(splits, split, out);
    }
    out.writeInt(state.tables().size());
    for (Map.Entry<Long, Memberships.Member> table : state.tables().entrySet()) {
      out.writeLong(table.getKey());
      out.writeUTF(table.getValue().name().schema());
      out.writeUTF(table.getValue().name().table());
      out.writeLong(table.getValue().number());
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public PostgresEnumeratorState deserialize(int version, byte[] serialized) throws IOException {
    if (version < WITHOUT_NAMES || version > VERSION) {
      throw new IOException(
          "Enumerator state of version " + version + " is newer than this connector.");
    }
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    boolean streamBegun = in.readBoolean();
    int unnamedCount = in.readInt();
    Set<Long> unnamed = new HashSet<>();
    for (int i = 0; i < unnamedCount; i++) {
      unnamed.add(in.readLong());
    }
    int count = in.readInt();
    List<PostgresSplit> pending = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      pending.add(SimpleVersionedSerialization.readVersionAndDeSerialize(splits, in));
    }
    Map<Long, Memberships.Member> tables = new HashMap<>();
    int tableCount = version == WITHOUT_NAMES ? 0 : in.readInt();
    for (int i = 0; i < tableCount; i++) {
      tables.put(
          in.readLong(),
          new Memberships.Member(new TableName(in.readUTF(), in.readUTF()), in.readLong()));
    }
    return new PostgresEnumeratorState(streamBegun, tables, unnamed, pending);
  }
}
