package io.alluvium.connectors.postgres.types;

import java.nio.charset.StandardCharsets;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.core.memory.MemorySegmentFactory;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryStringData;

/**
 * One message of the server. Texts are given out as views of it, not as copies: the driver makes an
 * array for each message and does not use it again.
 */
@Internal
public final class WireBytes {
  private byte[] array;
  private MemorySegment[] segments;

  /** Goes over to the next message. */
  public void reset(byte[] message) {
    array = message;
    segments = null;
  }

  public byte[] array() {
    return array;
  }

  public StringData text(int offset, int length) {
    if (segments == null) {
      segments = new MemorySegment[] {MemorySegmentFactory.wrap(array)};
    }
    return new BinaryStringData(segments, offset, length);
  }

  public String string(int offset, int length) {
    return string(array, offset, length);
  }

  static String string(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }
}
