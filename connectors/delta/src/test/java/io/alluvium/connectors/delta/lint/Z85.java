package io.alluvium.connectors.delta.lint;

import java.nio.ByteBuffer;

/** The text form of binary values in the log (ZeroMQ RFC 32): five characters for four bytes. */
final class Z85 {
  private static final String ALPHABET =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
  private static final int CHARACTERS = 5;

  private Z85() {}

  static byte[] decode(String text) throws BrokenVectorException {
    if (text.length() % CHARACTERS != 0) {
      throw new BrokenVectorException("'" + text + "' is no multiple of five characters");
    }
    ByteBuffer bytes = ByteBuffer.allocate(text.length() / CHARACTERS * Integer.BYTES);
    for (int i = 0; i < text.length(); i += CHARACTERS) {
      long value = 0;
      for (int j = i; j < i + CHARACTERS; j++) {
        int digit = ALPHABET.indexOf(text.charAt(j));
        if (digit < 0) {
          throw new BrokenVectorException("'" + text.charAt(j) + "' in '" + text + "'");
        }
        value = value * ALPHABET.length() + digit;
      }
      bytes.putInt((int) value);
    }
    return bytes.array();
  }
}
