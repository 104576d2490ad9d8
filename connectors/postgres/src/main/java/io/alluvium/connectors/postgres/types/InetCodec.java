package io.alluvium.connectors.postgres.types;

/** {@code inet} and {@code cidr}. */
final class InetCodec extends Codec {
  private static final int MASK = 1;
  private static final int IS_CIDR = 2;
  private static final int SIZE = 3;
  private static final int ADDRESS = 4;
  private static final int IPV4_BYTES = 4;

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    int size = bytes[offset + SIZE];
    int mask = bytes[offset + MASK] & 0xff;
    boolean cidr = bytes[offset + IS_CIDR] != 0;
    String address =
        size == IPV4_BYTES ? ipv4(bytes, offset + ADDRESS) : ipv6(bytes, offset + ADDRESS);
    return cidr || mask != size * Byte.SIZE ? address + "/" + mask : address;
  }

  private static String ipv4(byte[] bytes, int offset) {
    return (bytes[offset] & 0xff)
        + "."
        + (bytes[offset + 1] & 0xff)
        + "."
        + (bytes[offset + 2] & 0xff)
        + "."
        + (bytes[offset + 3] & 0xff);
  }

  /** With the longest run of zeros left out, and an address of version 4 inside written as such. */
  private static String ipv6(byte[] bytes, int offset) {
    int[] words = new int[8];
    for (int i = 0; i < words.length; i++) {
      words[i] = BigEndian.shortAt(bytes, offset + 2 * i) & 0xffff;
    }
    int best = -1;
    int bestLength = 1;
    for (int i = 0; i < words.length; i++) {
      int end = i;
      while (end < words.length && words[end] == 0) {
        end++;
      }
      if (end - i > bestLength) {
        best = i;
        bestLength = end - i;
      }
      i = Math.max(i, end);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words.length; i++) {
      if (best >= 0 && i >= best && i < best + bestLength) {
        if (i == best) {
          text.append(':');
        }
        continue;
      }
      if (i > 0) {
        text.append(':');
      }
      boolean embedded =
          i == 6
              && best == 0
              && (bestLength == 6
                  || bestLength == 7 && words[7] != 0x0001
                  || bestLength == 5 && words[5] == 0xffff);
      if (embedded) {
        return text.append(ipv4(bytes, offset + 12)).toString();
      }
      text.append(Integer.toHexString(words[i]));
    }
    if (best >= 0 && best + bestLength == words.length) {
      text.append(':');
    }
    return text.toString();
  }
}
