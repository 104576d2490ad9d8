package io.alluvium.connectors.snowflake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Version 1: the fields in their order. */
final class BatchSerializer implements SimpleVersionedSerializer<Batch> {
  private static final int VERSION = 1;
  private static final int FIELDS = 256;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(Batch batch) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(batch.file().length + FIELDS);
    out.writeUTF(batch.id());
    out.writeLong(batch.epoch());
    out.writeLong(batch.rows());
    out.writeInt(batch.file().length);
    out.write(batch.file());
    out.writeInt(batch.deadLetters().size());
    for (DeadLetter letter : batch.deadLetters()) {
      out.writeUTF(letter.key());
      out.writeUTF(letter.column());
      out.writeUTF(letter.reason());
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public Batch deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION) {
      throw new IOException("Version " + version + " of a Snowflake batch is not known");
    }
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    String id = in.readUTF();
    long epoch = in.readLong();
    long rows = in.readLong();
    byte[] file = new byte[in.readInt()];
    in.readFully(file);
    int letters = in.readInt();
    List<DeadLetter> deadLetters = new ArrayList<>();
    for (int i = 0; i < letters; i++) {
      deadLetters.add(new DeadLetter(in.readUTF(), in.readUTF(), in.readUTF()));
    }
    return new Batch(id, epoch, rows, file, deadLetters);
  }
}
