package io.alluvium.connectors.snowflake;

import java.util.zip.CRC32C;

/**
 * A hash of a key's bytes, the same in every version of this class: by it a change that waits finds
 * its task after a restore. Used by one thread.
 */
final class KeyHash {
  private static final int SPREAD = 0x9E3779B9;

  private final CRC32C checksum = new CRC32C();

  int of(byte[] bytes, int offset, int length) {
    checksum.reset();
    checksum.update(bytes, offset, length);
    int hash = (int) checksum.getValue() * SPREAD;
    return hash ^ hash >>> 15;
  }

  /** By the bits that a hash table uses last. */
  static int task(int hash, int tasks) {
    return (int) (Integer.toUnsignedLong(hash) * tasks >>> Integer.SIZE);
  }
}
