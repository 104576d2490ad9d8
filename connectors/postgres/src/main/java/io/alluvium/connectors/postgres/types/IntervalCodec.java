package io.alluvium.connectors.postgres.types;

/** {@code interval}: text as the server writes it with {@code intervalstyle = iso_8601}. */
final class IntervalCodec extends Codec {
  private static final int DAYS = 8;
  private static final int MONTHS = 12;

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    long micros = BigEndian.longAt(bytes, offset);
    int days = BigEndian.intAt(bytes, offset + DAYS);
    int months = BigEndian.intAt(bytes, offset + MONTHS);
    if (micros == Long.MAX_VALUE && days == Integer.MAX_VALUE && months == Integer.MAX_VALUE) {
      return Temporals.INFINITY;
    }
    if (micros == Long.MIN_VALUE && days == Integer.MIN_VALUE && months == Integer.MIN_VALUE) {
      return Temporals.MINUS_INFINITY;
    }
    if (micros == 0 && days == 0 && months == 0) {
      return "PT0S";
    }
    StringBuilder text = new StringBuilder("P");
    part(text, months / 12, 'Y');
    part(text, months % 12, 'M');
    part(text, days, 'D');
    if (micros != 0) {
      time(text.append('T'), micros);
    }
    return text.toString();
  }

  private static void part(StringBuilder text, long number, char unit) {
    if (number != 0) {
      text.append(number).append(unit);
    }
  }

  private static void time(StringBuilder text, long micros) {
    long seconds = micros / Temporals.MICROS_PER_SECOND;
    long fraction = Math.abs(micros % Temporals.MICROS_PER_SECOND);
    part(text, seconds / 3600, 'H');
    part(text, seconds / 60 % 60, 'M');
    if (seconds % 60 != 0 || fraction != 0) {
      if (micros < 0) {
        text.append('-');
      }
      text.append(Math.abs(seconds % 60));
      if (fraction != 0) {
        String digits = Long.toString(Temporals.MICROS_PER_SECOND + fraction).substring(1);
        text.append('.').append(digits.replaceAll("0+$", ""));
      }
      text.append('S');
    }
  }
}
