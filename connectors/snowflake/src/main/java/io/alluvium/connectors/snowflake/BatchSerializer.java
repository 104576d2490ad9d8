package io.alluvium.connectors.snowflake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** The fields in their order; version 1 has no layout of the lines. */
final class BatchSerializer implements SimpleVersionedSerializer<Batch> {
  private static final int VERSION = 2;
  private static final int WITHOUT_LAYOUT = 1;
  private static final int FIELDS = 256;
  private static final byte[] NONE = {};

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
    // Not as a UTF, which has no room for the names of many columns.
    byte[] lines =
        batch.lines() == null ? NONE : batch.lines().text().getBytes(StandardCharsets.UTF_8);
    out.writeInt(lines.length);
    out.write(lines);
    return out.getCopyOfBuffer();
  }

  @Override
  public Batch deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION && version != WITHOUT_LAYOUT) {
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
    LineLayout lines = version == WITHOUT_LAYOUT ? null : lines(in);
    return new Batch(id, epoch, rows, file, deadLetters, lines);
  }

  @Nullable
  private static LineLayout lines(DataInputDeserializer in) throws IOException {
    byte[] text = new byte[in.readInt()];
    in.readFully(text);
    return text.length == 0 ? null : new LineLayout(new String(text, StandardCharsets.UTF_8));
  }
}
