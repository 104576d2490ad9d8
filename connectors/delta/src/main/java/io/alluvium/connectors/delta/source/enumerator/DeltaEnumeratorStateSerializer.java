package io.alluvium.connectors.delta.source.enumerator;

import io.alluvium.connectors.delta.source.split.DeltaSourceSplit;
import io.alluvium.connectors.delta.source.split.DeltaSourceSplitSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes the enumerator's state into checkpoints. */
@Internal
public final class DeltaEnumeratorStateSerializer
    implements SimpleVersionedSerializer<DeltaEnumeratorState> {
  private static final int VERSION = 1;

  private final DeltaSourceSplitSerializer splits = new DeltaSourceSplitSerializer();

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(DeltaEnumeratorState state) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(256);
    out.writeLong(state.nextVersion());
    out.writeInt(state.pending().size());
    for (DeltaSourceSplit split : state.pending()) {
      SimpleVersionedSerialization.writeVersionAndSerialize(splits, split, out);
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public DeltaEnumeratorState deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "Enumerator state of version " + version + " is newer than this connector.");
    }
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    long nextVersion = in.readLong();
    int count = in.readInt();
    List<DeltaSourceSplit> pending = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      pending.add(SimpleVersionedSerialization.readVersionAndDeSerialize(splits, in));
    }
    return new DeltaEnumeratorState(nextVersion, pending);
  }
}
