package io.alluvium.cdc.mysql;

import com.github.shyiko.mysql.binlog.event.deserialization.json.JsonBinary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;

/** Values of rows in the log, in Flink's internal forms. */
final class LogValues {
  private static final int YEAR_ZERO = 1900;
  private static final long TIMES_MIDDLE = 0x800000L;
  private static final long DATETIMES_MIDDLE = 0x8000000000L;
  private static final int MONTHS = 13;
  private static final int MICRO_DIGITS = 6;
  private static final long MILLIS = 1_000;
  private static final int NANOS_PER_MICRO = 1_000;
  private static final int[] TENS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

  private LogValues() {}

  /** Reads a value: an internal form of Flink, or {@link Unfit}. */
  interface Reader {
    Object read(ByteReader in);
  }

  static Reader integer(int bytes, MySqlColumn column) {
    int shift = Long.SIZE - bytes * Byte.SIZE;
    boolean unsigned = column.unsigned();
    return switch (column.type().getTypeRoot()) {
      case SMALLINT -> in -> (short) integer(in, bytes, shift, unsigned);
      case INTEGER -> in -> (int) integer(in, bytes, shift, unsigned);
      case DECIMAL -> {
        int precision = ((DecimalType) column.type()).getPrecision();
        yield in ->
            DecimalData.fromBigDecimal(
                new BigDecimal(Long.toUnsignedString(in.little(bytes))), precision, 0);
      }
      default -> in -> integer(in, bytes, shift, unsigned);
    };
  }

  private static long integer(ByteReader in, int bytes, int shift, boolean unsigned) {
    long number = in.little(bytes);
    return unsigned ? number : number << shift >> shift;
  }

  static Object real4(ByteReader in) {
    return Float.intBitsToFloat((int) in.little(4));
  }

  static Object real8(ByteReader in) {
    return Double.longBitsToDouble(in.little(8));
  }

  static Reader decimal(MySqlColumn column) {
    PackedDecimal packed = new PackedDecimal(column.precision(), column.scale());
    return column.type() instanceof DecimalType
        ? packed::read
        : in -> StringData.fromString(packed.bigDecimal(in).toPlainString());
  }

  static Reader bits(int count) {
    int bytes = (count + Byte.SIZE - 1) / Byte.SIZE;
    return in -> {
      long bits = in.big(bytes);
      if (count == 1) {
        return bits != 0;
      }
      String text = Long.toBinaryString(bits);
      return StringData.fromString("0".repeat(count - text.length()) + text);
    };
  }

  static Object year(ByteReader in) {
    int year = in.unsignedByte();
    return (short) (year == 0 ? 0 : YEAR_ZERO + year);
  }

  static Object date(ByteReader in) {
    int packed = (int) in.little(3);
    return Temporal.date(packed >> 9, packed >> 5 & 0xf, packed & 0x1f);
  }

  static Reader datetime(int digits) {
    int bytes = fractionBytes(digits);
    return in -> {
      long packed = in.big(5) - DATETIMES_MIDDLE;
      int micros = micros(in.big(bytes), bytes);
      int months = (int) (packed >> 22);
      StringBuilder text =
          new StringBuilder(
              Temporal.dateText(months / MONTHS, months % MONTHS, (int) (packed >> 17) & 0x1f));
      Temporal.timeText(
          text.append(' '),
          (int) (packed >> 12) & 0x1f,
          (int) (packed >> 6) & 0x3f,
          (int) packed & 0x3f,
          micros,
          digits);
      return StringData.fromString(text.toString());
    };
  }

  static Reader time(int digits) {
    int bytes = fractionBytes(digits);
    int bits = bytes * Byte.SIZE;
    return in -> {
      long packed = in.big(3 + bytes) - (TIMES_MIDDLE << bits);
      StringBuilder text = new StringBuilder();
      if (packed < 0) {
        text.append('-');
        packed = -packed;
      }
      int micros = micros(packed & (1L << bits) - 1, bytes);
      int time = (int) (packed >> bits);
      Temporal.timeText(text, time >> 12 & 0x3ff, time >> 6 & 0x3f, time & 0x3f, micros, digits);
      return StringData.fromString(text.toString());
    };
  }

  static Reader timestamp(int digits) {
    int bytes = fractionBytes(digits);
    String zero = "0000-00-00 00:00:00" + (digits == 0 ? "" : "." + "0".repeat(digits));
    return in -> {
      long seconds = in.big(4);
      int micros = micros(in.big(bytes), bytes);
      if (seconds == 0 && micros == 0) {
        return new Unfit(zero);
      }
      return TimestampData.fromEpochMillis(
          seconds * MILLIS + micros / MILLIS, (int) (micros % MILLIS) * NANOS_PER_MICRO);
    };
  }

  private static int fractionBytes(int digits) {
    return (digits + 1) / 2;
  }

  private static int micros(long fraction, int bytes) {
    return (int) fraction * TENS[MICRO_DIGITS - 2 * bytes];
  }

  /** Of tables made before MySQL 5.6: seconds. */
  static Object oldTimestamp(ByteReader in) {
    long seconds = in.little(4);
    return seconds == 0
        ? new Unfit("0000-00-00 00:00:00")
        : TimestampData.fromEpochMillis(seconds * MILLIS);
  }

  /** Of tables made before MySQL 5.6: the digits of the text. */
  static Object oldDatetime(ByteReader in) {
    String digits = String.format("%014d", in.little(8));
    return StringData.fromString(
        digits.replaceAll("(\\d{4})(..)(..)(..)(..)(..)", "$1-$2-$3 $4:$5:$6"));
  }

  /** Of tables made before MySQL 5.6: the digits of the text. */
  static Object oldTime(ByteReader in) {
    int number = (int) integer(in, 3, Long.SIZE - 24, false);
    int digits = Math.abs(number);
    StringBuilder text = new StringBuilder(number < 0 ? "-" : "");
    Temporal.timeText(text, digits / 10_000, digits / 100 % 100, digits % 100, 0, 0);
    return StringData.fromString(text.toString());
  }

  static Reader text(int lengthBytes, CharacterSets.Decoder decoder) {
    return in -> decoder.decode(in.take((int) in.little(lengthBytes)));
  }

  static Reader bytes(int lengthBytes) {
    return in -> in.take((int) in.little(lengthBytes));
  }

  /** Bytes of a fixed number: the log leaves out zeros at the end. */
  static Reader fixedBytes(int lengthBytes, int length) {
    return in -> Arrays.copyOf(in.take((int) in.little(lengthBytes)), length);
  }

  static Reader json(int lengthBytes) {
    return in -> {
      byte[] binary = in.take((int) in.little(lengthBytes));
      try {
        return StringData.fromString(
            binary.length == 0 ? "null" : JsonBinary.parseAsString(binary));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /** A number of the list; 0 stands for a value that was none of them. */
  static Reader enumeration(int bytes, List<String> values) {
    StringData[] texts = values.stream().map(StringData::fromString).toArray(StringData[]::new);
    StringData none = StringData.fromString("");
    return in -> {
      int number = (int) in.little(bytes);
      return number == 0 ? none : texts[number - 1];
    };
  }

  static Reader set(int bytes, List<String> values) {
    return in -> {
      long bits = in.little(bytes);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < values.size(); i++) {
        if ((bits >> i & 1) != 0) {
          text.append(text.length() == 0 ? "" : ",").append(values.get(i));
        }
      }
      return StringData.fromString(text.toString());
    };
  }
}
