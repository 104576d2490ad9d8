package io.alluvium.connectors.postgres.types;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * {@code money}: the amount as a number. How many digits it has behind the point, the server's
 * {@code lc_monetary} says; its currency is nowhere.
 */
final class MoneyCodec extends Codec {
  private final int fractionDigits;

  MoneyCodec(int fractionDigits) {
    this.fractionDigits = fractionDigits;
  }

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    return BigDecimal.valueOf(BigEndian.longAt(bytes, offset), fractionDigits).toPlainString();
  }

  /** Every locale writes all digits of the fraction, and marks a negative amount in its own way. */
  @Override
  public String normalised(String text) {
    String digits = text.replaceAll("[^0-9]", "");
    boolean negative = text.indexOf('-') >= 0 || text.indexOf('(') >= 0;
    BigDecimal amount = new BigDecimal(new BigInteger(digits), fractionDigits);
    return (negative ? amount.negate() : amount).toPlainString();
  }
}
