package io.alluvium.connectors.cosmos;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Version 1: epoch and checkpoints, eight bytes each. */
final class WriterProgressSerializer implements SimpleVersionedSerializer<WriterProgress> {
  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(WriterProgress progress) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(progress.epoch())
        .putLong(progress.checkpoints())
        .array();
  }

  @Override
  public WriterProgress deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION || bytes.length != 2 * Long.BYTES) {
      throw new IOException(
          "Version "
              + version
              + " of a Cosmos DB writer's state, of "
              + bytes.length
              + " bytes, is not known");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new WriterProgress(buffer.getLong(), buffer.getLong());
  }
}
