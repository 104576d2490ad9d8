package io.alluvium.models.functions;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, of which the first half is kept. */
final class Digests {
  private static final int BYTES = 16;

  private Digests() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  static String text(MessageDigest sum) {
    return HexFormat.of().formatHex(sum.digest(), 0, BYTES);
  }
}
