package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.kernel.DeletionVector;
import io.delta.kernel.internal.deletionvectors.Base85Codec;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32;
import org.roaringbitmap.RoaringBitmap;

/** Writes a deletion vector into a file of its own (Delta protocol, "Deletion Vector Format"). */
final class TestVectors {
  private static final int MAGIC = 1_681_511_377;

  private TestVectors() {}

  static DeletionVector write(String tablePath, List<Long> positions) {
    RoaringBitmap bitmap = new RoaringBitmap();
    positions.forEach(position -> bitmap.add(position.intValue()));
    UUID id = UUID.randomUUID();
    byte[] payload = payload(bitmap);
    try (DataOutputStream file =
        new DataOutputStream(
            Files.newOutputStream(Path.of(tablePath, "deletion_vector_" + id + ".bin")))) {
      CRC32 checksum = new CRC32();
      checksum.update(payload);
      file.writeByte(1);
      file.writeInt(payload.length);
      file.write(payload);
      file.writeInt((int) checksum.getValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new DeletionVector(
        "u", Base85Codec.encodeUUID(id), 1, payload.length, bitmap.getCardinality());
  }

  private static byte[] payload(RoaringBitmap bitmap) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        ByteBuffer.allocate(16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(MAGIC)
            .putLong(1)
            .putInt(0)
            .array());
    try {
      bitmap.serialize(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
