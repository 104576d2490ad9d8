package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.internal.deletionvectors.Base85Codec;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32;
import org.roaringbitmap.RoaringBitmap;

/** Writes deletion vectors as the protocol describes them, independently of the connector. */
public final class TestVectors {
  private static final int MAGIC = 1681511377;

  private TestVectors() {}

  /** One file that holds a vector for each set of positions. */
  public static List<DeletionVector> write(Path table, List<int[]> positions) throws IOException {
    UUID id = UUID.randomUUID();
    List<DeletionVector> vectors = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(1);
    for (int[] deleted : positions) {
      byte[] payload = payload(deleted);
      vectors.add(
          new DeletionVector(
              "u", Base85Codec.encodeUUID(id), out.size(), payload.length, deleted.length));
      out.writeInt(payload.length);
      out.write(payload);
      CRC32 checksum = new CRC32();
      checksum.update(payload);
      out.writeInt((int) checksum.getValue());
    }
    Files.write(table.resolve("deletion_vector_" + id + ".bin"), bytes.toByteArray());
    return vectors;
  }

  private static byte[] payload(int[] positions) {
    RoaringBitmap bitmap = RoaringBitmap.bitmapOf(positions);
    ByteBuffer payload =
        ByteBuffer.allocate(16 + bitmap.serializedSizeInBytes()).order(ByteOrder.LITTLE_ENDIAN);
    payload.putInt(MAGIC).putLong(1).putInt(0);
    bitmap.serialize(payload.slice().order(ByteOrder.LITTLE_ENDIAN));
    return payload.array();
  }
}
