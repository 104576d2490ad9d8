package io.alluvium.connectors.delta.source.split;

import io.alluvium.connectors.delta.kernel.DataFile;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes splits into checkpoints. */
@Internal
public final class DeltaSourceSplitSerializer
    implements SimpleVersionedSerializer<DeltaSourceSplit> {
  private static final int VERSION = 2;
  private static final int FILE = 0;
  private static final int CHANGELOG = 1;
  private static final int PHASE_SNAPSHOT = 0;
  private static final int PHASE_COMMIT = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(DeltaSourceSplit split) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(128);
    if (split instanceof FileSplit file) {
      out.writeByte(FILE);
      writeFile(file, out);
    } else if (split instanceof ChangelogSplit changelog) {
      out.writeByte(CHANGELOG);
      writeChangelog(changelog, out);
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public DeltaSourceSplit deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "Split state of version " + version + " is not known to this connector.");
    }
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    int kind = in.readByte();
    return switch (kind) {
      case FILE -> readFile(in);
      case CHANGELOG -> readChangelog(in);
      default -> throw new IOException("Unknown kind of split in the state: " + kind);
    };
  }

  private static void writeFile(FileSplit split, DataOutput out) throws IOException {
    DataFileFormat.write(split.file(), out);
    out.writeLong(split.start());
    out.writeLong(split.end());
    out.writeLong(split.version());
    out.writeLong(split.timestamp());
    out.writeLong(split.nextRow());
  }

  private static FileSplit readFile(DataInput in) throws IOException {
    DataFile file = DataFileFormat.read(in);
    return new FileSplit(
        file, in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }

  private static void writeChangelog(ChangelogSplit split, DataOutput out) throws IOException {
    out.writeByte(
        switch (split.phase()) {
          case SNAPSHOT -> PHASE_SNAPSHOT;
          case COMMIT -> PHASE_COMMIT;
        });
    out.writeLong(split.version());
    out.writeLong(split.rowsEmitted());
  }

  private static ChangelogSplit readChangelog(DataInput in) throws IOException {
    ChangelogSplit.Phase phase =
        in.readByte() == PHASE_SNAPSHOT
            ? ChangelogSplit.Phase.SNAPSHOT
            : ChangelogSplit.Phase.COMMIT;
    return new ChangelogSplit(phase, in.readLong(), in.readLong());
  }
}
