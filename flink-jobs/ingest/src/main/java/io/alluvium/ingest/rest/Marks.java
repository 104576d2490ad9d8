package io.alluvium.ingest.rest;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;

/** Compares marks, and tells records apart that have the same. */
final class Marks {
  private Marks() {}

  /** As numbers where both are, as instants where both are, else as texts. */
  static int compare(String one, String other) {
    if (isNumber(one) && isNumber(other)) {
      return new BigDecimal(one).compareTo(new BigDecimal(other));
    }
    try {
      return OffsetDateTime.parse(one)
          .toInstant()
          .compareTo(OffsetDateTime.parse(other).toInstant());
    } catch (DateTimeException e) {
      return one.compareTo(other);
    }
  }

  private static boolean isNumber(String text) {
    return text.matches("-?[0-9]{1,40}(\\.[0-9]{1,40})?");
  }

  /** 64 bits of a record's SHA-256. */
  static String hash(byte[] record) {
    try {
      long bits = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(record)).getLong();
      return Long.toHexString(bits);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
