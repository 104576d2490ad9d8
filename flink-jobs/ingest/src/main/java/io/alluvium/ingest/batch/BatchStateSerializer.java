package io.alluvium.ingest.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes an inlet's own state by the inlet's own serializer. */
final class BatchStateSerializer<S> implements SimpleVersionedSerializer<BatchState<S>> {
  private static final int VERSION = 1;

  private final SimpleVersionedSerializer<S> found;

  BatchStateSerializer(SimpleVersionedSerializer<S> found) {
    this.found = found;
  }

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(BatchState<S> state) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(1024);
    out.writeBoolean(state.ended());
    out.writeBoolean(state.found() != null);
    if (state.found() != null) {
      byte[] bytes = found.serialize(state.found());
      out.writeInt(found.getVersion());
      out.writeInt(bytes.length);
      out.write(bytes);
    }
    out.writeInt(state.pending().size());
    for (WorkSplit split : state.pending()) {
      WorkSplitSerializer.write(split, out);
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public BatchState<S> deserialize(int version, byte[] serialized) throws IOException {
    WorkSplitSerializer.checkVersion(version);
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    boolean ended = in.readBoolean();
    S remembered = null;
    if (in.readBoolean()) {
      int foundVersion = in.readInt();
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      remembered = found.deserialize(foundVersion, bytes);
    }
    int count = in.readInt();
    List<WorkSplit> pending = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pending.add(WorkSplitSerializer.read(in));
    }
    return new BatchState<>(remembered, ended, pending);
  }
}
