package io.alluvium.ingest.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The round that was found last. */
final class RoundSerializer implements SimpleVersionedSerializer<Long> {
  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(Long round) {
    return ByteBuffer.allocate(Long.BYTES).putLong(round).array();
  }

  @Override
  public Long deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException("State of version " + version + " is newer than this job.");
    }
    return ByteBuffer.wrap(serialized).getLong();
  }
}
