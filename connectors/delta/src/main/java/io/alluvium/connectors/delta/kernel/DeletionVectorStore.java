package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.internal.deletionvectors.Base85Codec;
import io.delta.kernel.internal.deletionvectors.DeletionVectorUtils;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.roaringbitmap.RoaringBitmap;

/**
 * Reads and writes the deletion vectors of a table (Delta protocol, "Deletion Vector File Storage
 * Format"). Rows are numbered from 0 in the order of the data file; a file with more than 2^31 rows
 * is not supported.
 */
@Internal
public final class DeletionVectorStore {
  private static final String RELATIVE = "u";
  private static final byte FORMAT_VERSION = 1;
  private static final int PORTABLE_MAGIC = 1681511377;
  private static final int LENGTH_BYTES = Integer.BYTES;
  private static final int HEADER_BYTES = Integer.BYTES + Long.BYTES;

  private final String tablePath;

  /** {@code tablePath} is the table's folder. */
  public DeletionVectorStore(String tablePath) {
    this.tablePath = tablePath;
  }

  /** The deleted rows, in a bitmap of the caller's own; empty where there is no vector. */
  public RoaringBitmap read(@Nullable DeletionVector vector) throws IOException {
    if (vector == null) {
      return new RoaringBitmap();
    }
    return vector.storageType().equals(RELATIVE) ? readPacked(vector) : readWithKernel(vector);
  }

  private RoaringBitmap readPacked(DeletionVector vector) throws IOException {
    Path path = new Path(ActionRows.toDescriptor(vector).getAbsolutePath(tablePath));
    byte[] payload = new byte[vector.sizeInBytes()];
    try (FSDataInputStream stream = path.getFileSystem().open(path);
        DataInputStream in = new DataInputStream(stream)) {
      stream.seek(vector.offset() == null ? 1 : vector.offset());
      int length = in.readInt();
      if (length != payload.length) {
        throw damaged(path, "a length of " + length + " where the log says " + payload.length);
      }
      in.readFully(payload);
      if (in.readInt() != checksum(payload)) {
        throw damaged(path, "a wrong checksum");
      }
    }
    ByteBuffer buffer = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    if (buffer.getInt() != PORTABLE_MAGIC) {
      return readWithKernel(vector);
    }
    RoaringBitmap rows = new RoaringBitmap();
    long bitmaps = buffer.getLong();
    for (long i = 0; i < bitmaps; i++) {
      if (buffer.getInt() != 0) {
        throw damaged(path, "rows beyond 2^32");
      }
      rows.deserialize(buffer.slice().order(ByteOrder.LITTLE_ENDIAN));
    }
    return rows;
  }

  private static IOException damaged(Path path, String what) {
    return new IOException("Deletion vector file " + path + " has " + what);
  }

  /** Inline vectors and the older layout: rare, only other writers make them. */
  private RoaringBitmap readWithKernel(DeletionVector vector) {
    DeletionVectorDescriptor descriptor = ActionRows.toDescriptor(vector);
    RoaringBitmap rows = new RoaringBitmap();
    long[] positions =
        KernelErrors.translated(
            tablePath,
            () ->
                DeletionVectorUtils.loadNewDvAndBitmap(
                        Engines.forTable(tablePath), tablePath, descriptor)
                    ._2
                    .toArray());
    for (long position : positions) {
      rows.add(Math.toIntExact(position));
    }
    return rows;
  }

  /**
   * Writes all vectors into one new file and returns their descriptors, in the same order. Bitmaps
   * may be changed in form, not in content.
   */
  public List<DeletionVector> write(List<RoaringBitmap> vectors) throws IOException {
    if (vectors.isEmpty()) {
      return List.of();
    }
    UUID id = UUID.randomUUID();
    Path path = new Path(new Path(tablePath), "deletion_vector_" + id + ".bin");
    List<DeletionVector> written = new ArrayList<>();
    try (FSDataOutputStream stream =
            path.getFileSystem().create(path, FileSystem.WriteMode.OVERWRITE);
        DataOutputStream out = new DataOutputStream(new java.io.BufferedOutputStream(stream))) {
      out.writeByte(FORMAT_VERSION);
      int offset = 1;
      for (RoaringBitmap rows : vectors) {
        byte[] payload = serialize(rows);
        out.writeInt(payload.length);
        out.write(payload);
        out.writeInt(checksum(payload));
        written.add(
            new DeletionVector(
                RELATIVE,
                Base85Codec.encodeUUID(id),
                offset,
                payload.length,
                rows.getLongCardinality()));
        offset = Math.addExact(offset, LENGTH_BYTES + payload.length + Integer.BYTES);
      }
    }
    return written;
  }

  private static byte[] serialize(RoaringBitmap rows) throws IOException {
    rows.runOptimize();
    int size = rows.serializedSizeInBytes();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(HEADER_BYTES + Integer.BYTES + size);
    ByteBuffer header =
        ByteBuffer.allocate(HEADER_BYTES + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(PORTABLE_MAGIC).putLong(1).putInt(0);
    bytes.write(header.array());
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      rows.serialize(out);
    }
    return bytes.toByteArray();
  }

  private static int checksum(byte[] payload) {
    CRC32 crc = new CRC32();
    crc.update(payload);
    return (int) crc.getValue();
  }
}
