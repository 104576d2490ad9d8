package io.alluvium.connectors.postgres.replication;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Values at random of the types that have many. */
final class RandomRows {
  private static final List<String> COLUMNS =
      List.of(
          "c_int8",
          "c_float4",
          "c_float8",
          "c_numeric",
          "c_dec",
          "c_big",
          "c_huge",
          "c_text",
          "c_date",
          "c_instant",
          "c_local",
          "c_time",
          "c_timetz",
          "c_interval",
          "c_uuid",
          "c_bytes",
          "c_varbit",
          "c_inet",
          "c_ints",
          "c_texts",
          "c_money",
          "c_oid");

  private final Random random;

  RandomRows(Random random) {
    this.random = random;
  }

  Map.Entry<String, String> next() {
    String column = COLUMNS.get(random.nextInt(COLUMNS.size()));
    return Map.entry(column, value(column));
  }

  private String value(String column) {
    return switch (column) {
      case "c_int8" -> String.valueOf(random.nextLong() >> random.nextInt(63));
      case "c_oid" -> String.valueOf(random.nextLong() >>> 32 + random.nextInt(30));
      case "c_float4" -> finiteFloat();
      case "c_float8" -> finiteDouble();
      case "c_numeric" -> decimal(1 + random.nextInt(60), random.nextInt(40));
      case "c_dec" -> decimal(1 + random.nextInt(12), 3);
      case "c_big" -> decimal(1 + random.nextInt(38), 10);
      case "c_huge" -> decimal(1 + random.nextInt(60), 5);
      case "c_money" -> BigDecimal.valueOf(random.nextLong() >> random.nextInt(63), 2).toString();
      case "c_text" -> text();
      case "c_date" -> date();
      case "c_instant" -> date() + " " + time() + "+00";
      case "c_local" -> date() + " " + time();
      case "c_time" -> time();
      case "c_timetz" ->
          time() + String.format("%+03d:%02d", random.nextInt(29) - 14, random.nextInt(60));
      case "c_interval" ->
          (random.nextInt(2001) - 1000)
              + " mons "
              + (random.nextInt(2001) - 1000)
              + " days "
              + (random.nextLong() >> 20) / 1e6
              + " seconds";
      case "c_uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
      case "c_bytes" -> {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        yield "\\x" + java.util.HexFormat.of().formatHex(bytes);
      }
      case "c_varbit" -> new BigInteger(1 + random.nextInt(40), random).toString(2);
      case "c_inet" -> ipv6();
      case "c_ints" ->
          random
              .ints(random.nextInt(5))
              .boxed()
              .toList()
              .toString()
              .replace('[', '{')
              .replace(']', '}')
              .replace(" ", "");
      default ->
          "{\""
              + text().replace("\\", "\\\\").replace("\"", "\\\"")
              + "\",\""
              + text().replace("\\", "\\\\").replace("\"", "\\\"")
              + "\"}";
    };
  }

  private String finiteFloat() {
    float number = Float.intBitsToFloat(random.nextInt());
    return Float.isFinite(number) ? Float.toString(number) : "1";
  }

  private String finiteDouble() {
    double number = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(number) ? Double.toString(number) : "1";
  }

  private String decimal(int digits, int scale) {
    BigInteger unscaled = new BigInteger(200, random).mod(BigInteger.TEN.pow(digits));
    BigDecimal number = new BigDecimal(unscaled, scale);
    return (random.nextBoolean() ? number : number.negate()).toPlainString();
  }

  private String date() {
    return String.format(
        "%04d-%02d-%02d",
        1 + random.nextInt(12_000), 1 + random.nextInt(12), 1 + random.nextInt(28));
  }

  private String time() {
    String fraction = random.nextBoolean() ? "" : String.format(".%06d", random.nextInt(1_000_000));
    return String.format(
            "%02d:%02d:%02d", random.nextInt(24), random.nextInt(60), random.nextInt(60))
        + fraction;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.appendCodePoint(
          random.nextInt(4) == 0
              ? "\"\\{},\n\t'😀é".codePointAt(random.nextInt(8))
              : 'a' + random.nextInt(26));
    }
    return text.toString();
  }

  private String ipv6() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      text.append(i == 0 ? "" : ":");
      text.append(random.nextInt(3) > 0 ? "0" : Integer.toHexString(random.nextInt(1 << 16)));
    }
    return text.append('/').append(random.nextInt(129)).toString();
  }
}
