package io.alluvium.ingest.batch;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** State of a discovery that finds one piece of work, once: whether it has. */
public final class HandedOutSerializer implements SimpleVersionedSerializer<Boolean> {
  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(Boolean handedOut) {
    return new byte[] {(byte) (handedOut ? 1 : 0)};
  }

  @Override
  public Boolean deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException("State of version " + version + " is newer than this job.");
    }
    return serialized[0] == 1;
  }
}
