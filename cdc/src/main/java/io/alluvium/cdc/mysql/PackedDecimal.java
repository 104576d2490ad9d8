package io.alluvium.cdc.mysql;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.flink.table.data.DecimalData;

/**
 * Decimals as the log has them: groups of nine digits in four bytes, fewer digits at both ends in
 * fewer bytes, all bits turned in a negative number, and the first bit turned once more.
 */
final class PackedDecimal {
  private static final int GROUP = 9;
  private static final int GROUP_BYTES = 4;
  private static final int[] BYTES = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};
  private static final long[] POWERS = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
  };
  private static final int LONG_DIGITS = 18;

  private final int precision;
  private final int scale;
  private final int[] digits;

  PackedDecimal(int precision, int scale) {
    this.precision = precision;
    this.scale = scale;
    int whole = precision - scale;
    int groups = (whole + GROUP - 1) / GROUP + (scale + GROUP - 1) / GROUP;
    this.digits = new int[groups];
    int next = 0;
    if (whole % GROUP > 0) {
      digits[next++] = whole % GROUP;
    }
    for (int i = 0; i < whole / GROUP + scale / GROUP; i++) {
      digits[next++] = GROUP;
    }
    if (scale % GROUP > 0) {
      digits[next] = scale % GROUP;
    }
  }

  DecimalData read(ByteReader in) {
    return precision <= LONG_DIGITS
        ? DecimalData.fromUnscaledLong(unscaledLong(in), precision, scale)
        : DecimalData.fromBigDecimal(bigDecimal(in), precision, scale);
  }

  private long unscaledLong(ByteReader in) {
    boolean first = true;
    boolean negative = false;
    long number = 0;
    for (int count : digits) {
      int length = count == GROUP ? GROUP_BYTES : BYTES[count];
      long group = in.big(length);
      long signBit = 1L << (length * Byte.SIZE - 1);
      if (first) {
        negative = (group & signBit) == 0;
        group ^= signBit;
        first = false;
      }
      number = number * POWERS[count] + (negative ? group ^ ((signBit << 1) - 1) : group);
    }
    return negative ? -number : number;
  }

  BigDecimal bigDecimal(ByteReader in) {
    boolean first = true;
    boolean negative = false;
    BigInteger number = BigInteger.ZERO;
    for (int count : digits) {
      int length = count == GROUP ? GROUP_BYTES : BYTES[count];
      long group = in.big(length);
      long signBit = 1L << (length * Byte.SIZE - 1);
      if (first) {
        negative = (group & signBit) == 0;
        group ^= signBit;
        first = false;
      }
      number =
          number
              .multiply(BigInteger.valueOf(POWERS[count]))
              .add(BigInteger.valueOf(negative ? group ^ ((signBit << 1) - 1) : group));
    }
    return new BigDecimal(negative ? number.negate() : number, scale);
  }
}
