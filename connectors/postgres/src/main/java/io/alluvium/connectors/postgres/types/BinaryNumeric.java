package io.alluvium.connectors.postgres.types;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import javax.annotation.Nullable;

/**
 * The binary form of {@code numeric}: number of digits, weight of the first, sign, scale, and then
 * the digits, to the base 10,000.
 */
final class BinaryNumeric {
  static final long NO_LONG = Long.MIN_VALUE;

  private static final int WEIGHT = 2;
  private static final int SIGN = 4;
  private static final int SCALE = 6;
  private static final int DIGITS = 8;
  private static final int BASE = 10_000;
  private static final int DIGITS_PER_DIGIT = 4;

  private static final short POSITIVE = 0;
  private static final short NEGATIVE = 0x4000;
  private static final short NAN = (short) 0xC000;
  private static final short INFINITY = (short) 0xD000;

  private static final long[] POWERS = powers();

  private BinaryNumeric() {}

  private static long[] powers() {
    long[] powers = new long[19];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }

  /** The number times ten to the scale, or {@link #NO_LONG} where that is no long of 18 digits. */
  static long unscaled(byte[] bytes, int offset, int scale) {
    short sign = BigEndian.shortAt(bytes, offset + SIGN);
    if (sign != POSITIVE && sign != NEGATIVE) {
      return NO_LONG;
    }
    int count = BigEndian.shortAt(bytes, offset);
    int weight = BigEndian.shortAt(bytes, offset + WEIGHT);
    // 18 digits at most; what the last group has behind the scale must be zeros.
    if (count > 0 && (weight + 1) * DIGITS_PER_DIGIT + scale > POWERS.length + 2) {
      return NO_LONG;
    }
    long sum = 0;
    for (int i = 0; i < count; i++) {
      int digit = BigEndian.shortAt(bytes, offset + DIGITS + 2 * i);
      int exponent = (weight - i) * DIGITS_PER_DIGIT + scale;
      if (exponent >= 0) {
        if (exponent >= POWERS.length - DIGITS_PER_DIGIT && digit != 0) {
          // 10^15 and more times 9,999 may be too large.
          if (exponent >= POWERS.length || digit > POWERS[18] / POWERS[exponent] - 1) {
            return NO_LONG;
          }
        }
        sum += exponent >= POWERS.length ? 0 : digit * POWERS[exponent];
      } else if (exponent > -DIGITS_PER_DIGIT) {
        long divisor = POWERS[-exponent];
        if (digit % divisor != 0) {
          return NO_LONG;
        }
        sum += digit / divisor;
      } else if (digit != 0) {
        return NO_LONG;
      }
    }
    if (sum >= POWERS[18]) {
      return NO_LONG;
    }
    return sign == NEGATIVE ? -sum : sum;
  }

  /** Null for NaN and the infinities. */
  @Nullable
  static BigDecimal number(byte[] bytes, int offset) {
    short sign = BigEndian.shortAt(bytes, offset + SIGN);
    if (sign != POSITIVE && sign != NEGATIVE) {
      return null;
    }
    int count = BigEndian.shortAt(bytes, offset);
    int weight = BigEndian.shortAt(bytes, offset + WEIGHT);
    int scale = BigEndian.shortAt(bytes, offset + SCALE);
    BigInteger digits = BigInteger.ZERO;
    long group = 0;
    int inGroup = 0;
    for (int i = 0; i < count; i++) {
      group = group * BASE + BigEndian.shortAt(bytes, offset + DIGITS + 2 * i);
      if (++inGroup == DIGITS_PER_DIGIT || i == count - 1) {
        digits =
            digits
                .multiply(BigInteger.valueOf(POWERS[inGroup * DIGITS_PER_DIGIT]))
                .add(BigInteger.valueOf(group));
        group = 0;
        inGroup = 0;
      }
    }
    int exponent = (weight - count + 1) * DIGITS_PER_DIGIT;
    // The last group of digits may reach beyond the scale, with zeros.
    BigDecimal number = new BigDecimal(digits, -exponent).setScale(scale, RoundingMode.UNNECESSARY);
    return sign == NEGATIVE ? number.negate() : number;
  }

  /** As the server writes it. */
  static String text(byte[] bytes, int offset) {
    BigDecimal number = number(bytes, offset);
    if (number != null) {
      return number.toPlainString();
    }
    short sign = BigEndian.shortAt(bytes, offset + SIGN);
    if (sign == NAN) {
      return "NaN";
    }
    return sign == INFINITY ? "Infinity" : "-Infinity";
  }

  static boolean isFinite(String text) {
    char last = text.charAt(text.length() - 1);
    return last >= '0' && last <= '9';
  }
}
