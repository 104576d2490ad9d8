package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.kernel.TableDescription;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** {@link DeltaCommittable}s in checkpoints. */
final class DeltaCommittableSerializer implements SimpleVersionedSerializer<DeltaCommittable> {
  static final DeltaCommittableSerializer INSTANCE = new DeltaCommittableSerializer();
  private static final int VERSION = 3;

  static byte[] toBytes(DeltaCommittable committable) throws IOException {
    return SimpleVersionedSerialization.writeVersionAndSerialize(INSTANCE, committable);
  }

  static DeltaCommittable fromBytes(byte[] bytes) throws IOException {
    return SimpleVersionedSerialization.readVersionAndDeSerialize(INSTANCE, bytes);
  }

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(DeltaCommittable committable) throws IOException {
    DeltaCommit commit = committable.commit();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      DataFileEncoding.writeText(out, commit.sinkId());
      out.writeLong(commit.sequence());
      DataFileEncoding.writeText(out, commit.token());
      DataFileEncoding.write(out, commit.added());
      DataFileEncoding.write(out, commit.removed());
      CommitTarget target = committable.target();
      DataFileEncoding.writeText(out, target.tablePath());
      TableEncoding.writeDescription(out, target.description());
      TableEncoding.writeTerms(out, target.terms());
      out.writeBoolean(commit.dataChange());
      out.writeLong(commit.readVersion());
    }
    return bytes.toByteArray();
  }

  @Override
  public DeltaCommittable deserialize(int version, byte[] serialized) throws IOException {
    UnknownVersionException.check("commits to a Delta table", VERSION, version);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized))) {
      String sinkId = DataFileEncoding.readText(in);
      long sequence = in.readLong();
      String token = DataFileEncoding.readText(in);
      List<DataFile> added = DataFileEncoding.readList(in);
      List<DataFile> removed = DataFileEncoding.readList(in);
      CommitTarget target = version < 2 ? CommitTarget.OWN_TABLE : readTarget(in);
      boolean dataChange = version < 3 || in.readBoolean();
      long readVersion = version < 3 ? DeltaCommit.UNREAD : in.readLong();
      return new DeltaCommittable(
          new DeltaCommit(sinkId, sequence, token, added, removed, dataChange, readVersion),
          target);
    }
  }

  private static CommitTarget readTarget(DataInputStream in) throws IOException {
    String tablePath = DataFileEncoding.readText(in);
    TableDescription description = TableEncoding.readDescription(in);
    return new CommitTarget(tablePath, description, TableEncoding.readTerms(in));
  }
}
