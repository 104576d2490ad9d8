package io.alluvium.ingest.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** 40 bytes for each file that was taken. */
public final class ArrivalsSerializer implements SimpleVersionedSerializer<Arrivals> {
  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(Arrivals arrivals) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64 + arrivals.taken().size() * 40);
    out.writeInt(arrivals.taken().size());
    for (Map.Entry<PathKey, Arrivals.Taken> file : arrivals.taken().entrySet()) {
      out.writeLong(file.getKey().high());
      out.writeLong(file.getKey().low());
      out.writeLong(file.getValue().modified());
      out.writeLong(file.getValue().size());
      out.writeLong(file.getValue().goneSince());
    }
    out.writeInt(arrivals.waiting().size());
    for (LandingFile file : arrivals.waiting().values()) {
      byte[] path = file.path().getBytes(StandardCharsets.UTF_8);
      out.writeInt(path.length);
      out.write(path);
      out.writeLong(file.modified());
      out.writeLong(file.size());
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public Arrivals deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException("State of version " + version + " is newer than this job.");
    }
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    Map<PathKey, Arrivals.Taken> taken = new HashMap<>();
    for (int count = in.readInt(); count > 0; count--) {
      PathKey path = new PathKey(in.readLong(), in.readLong());
      taken.put(path, new Arrivals.Taken(in.readLong(), in.readLong(), in.readLong()));
    }
    Map<String, LandingFile> waiting = new HashMap<>();
    for (int count = in.readInt(); count > 0; count--) {
      byte[] path = new byte[in.readInt()];
      in.readFully(path);
      LandingFile file =
          new LandingFile(new String(path, StandardCharsets.UTF_8), in.readLong(), in.readLong());
      waiting.put(file.path(), file);
    }
    return new Arrivals(taken, waiting);
  }
}
