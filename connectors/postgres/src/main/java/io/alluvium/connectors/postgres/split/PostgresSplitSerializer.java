package io.alluvium.connectors.postgres.split;

import io.alluvium.connectors.postgres.TableName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes splits into checkpoints. */
@Internal
public final class PostgresSplitSerializer implements SimpleVersionedSerializer<PostgresSplit> {
  private static final int VERSION = 1;
  private static final byte STREAM = 0;
  private static final byte WHOLE = 1;
  private static final byte KEYS = 2;
  private static final byte BLOCKS = 3;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(PostgresSplit split) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(128);
    if (split instanceof StreamSplit stream) {
      out.writeByte(STREAM);
      StreamPosition position = stream.position();
      out.writeLong(position.lsn());
      out.writeLong(position.transaction());
      out.writeLong(position.changes());
      out.writeLong(position.sequence());
    } else if (split instanceof SnapshotSplit snapshot) {
      write(snapshot, out);
    }
    return out.getCopyOfBuffer();
  }

  private static void write(SnapshotSplit split, DataOutputSerializer out) throws IOException {
    SnapshotSplit.Range range = split.range();
    if (range instanceof SnapshotSplit.Keys) {
      out.writeByte(KEYS);
    } else {
      out.writeByte(range instanceof SnapshotSplit.Blocks ? BLOCKS : WHOLE);
    }
    texts(
        out,
        List.of(
            split.splitId(),
            split.table().schema(),
            split.table().table(),
            split.relation().schema(),
            split.relation().table()));
    texts(out, split.snapshot() == null ? List.of() : List.of(split.snapshot()));
    if (range instanceof SnapshotSplit.Keys keys) {
      texts(out, keys.columns());
      texts(out, keys.after());
      texts(out, keys.upTo());
    } else if (range instanceof SnapshotSplit.Blocks blocks) {
      out.writeLong(blocks.from());
      out.writeLong(blocks.to());
      out.writeInt(blocks.ranges());
    }
  }

  @Override
  public PostgresSplit deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException("A split of version " + version + " is newer than this connector.");
    }
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    byte kind = in.readByte();
    if (kind == STREAM) {
      return new StreamSplit(
          new StreamPosition(in.readLong(), in.readLong(), in.readLong(), in.readLong()));
    }
    List<String> names = texts(in);
    List<String> snapshot = texts(in);
    SnapshotSplit.Range range =
        switch (kind) {
          case WHOLE -> new SnapshotSplit.Whole();
          case KEYS -> new SnapshotSplit.Keys(texts(in), texts(in), texts(in));
          case BLOCKS -> new SnapshotSplit.Blocks(in.readLong(), in.readLong(), in.readInt());
          default -> throw new IOException("A split of the unknown kind " + kind + ".");
        };
    return new SnapshotSplit(
        names.get(0),
        new TableName(names.get(1), names.get(2)),
        new TableName(names.get(3), names.get(4)),
        range,
        snapshot.isEmpty() ? null : snapshot.get(0));
  }

  /** Of any length, as a key can be. */
  private static void texts(DataOutputSerializer out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  private static List<String> texts(DataInputDeserializer in) throws IOException {
    int count = in.readInt();
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      texts.add(new String(bytes, StandardCharsets.UTF_8));
    }
    return texts;
  }
}
