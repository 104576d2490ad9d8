package io.alluvium.connectors.redis.resp;

import java.nio.charset.StandardCharsets;

/** In which of the slots of a cluster a key is: by what stands within its first braces, if any. */
public final class HashSlot {
  /** Slots of a cluster. */
  public static final int COUNT = 16_384;

  private static final int POLYNOMIAL = 0x1021;
  private static final int[] TABLE = table();

  private HashSlot() {}

  public static int of(String key) {
    int open = key.indexOf('{');
    int close = open < 0 ? -1 : key.indexOf('}', open + 1);
    String hashed = close > open + 1 ? key.substring(open + 1, close) : key;
    int crc = 0;
    for (byte next : hashed.getBytes(StandardCharsets.UTF_8)) {
      crc = (crc << 8 ^ TABLE[(crc >>> 8 ^ next) & 0xff]) & 0xffff;
    }
    return crc % COUNT;
  }

  /** Of CRC-16 as XMODEM has it. */
  private static int[] table() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int crc = i << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
      }
      table[i] = crc & 0xffff;
    }
    return table;
  }
}
