package io.alluvium.cdc.debezium;

import io.debezium.data.Bits;
import io.debezium.data.VariableScaleDecimal;
import io.debezium.time.Date;
import io.debezium.time.MicroTime;
import io.debezium.time.MicroTimestamp;
import io.debezium.time.NanoTime;
import io.debezium.time.NanoTimestamp;
import io.debezium.time.Time;
import io.debezium.time.Timestamp;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import javax.annotation.Nullable;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Values of change events as text, in the forms that SQL reads. */
final class ConnectText {

  private ConnectText() {}

  /** Null where the value is no scalar: a list, a map or a structure. */
  @Nullable
  static String of(Object value, Schema schema) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    String name = schema.name() == null ? "" : schema.name();
    if (value instanceof Struct struct && name.equals(VariableScaleDecimal.LOGICAL_NAME)) {
      return VariableScaleDecimal.toLogical(struct).toString();
    }
    byte[] bytes = bytes(value);
    if (bytes != null) {
      return name.equals(Bits.LOGICAL_NAME)
          ? bits(bytes, schema)
          : new String(bytes, StandardCharsets.UTF_8);
    }
    if (value instanceof Number number) {
      return number(number, name);
    }
    return value instanceof Boolean ? value.toString() : null;
  }

  private static String number(Number value, String name) {
    return switch (name) {
      case Date.SCHEMA_NAME -> LocalDate.ofEpochDay(value.longValue()).toString();
      case Time.SCHEMA_NAME -> time(value.longValue() * 1_000_000);
      case MicroTime.SCHEMA_NAME -> time(value.longValue() * 1_000);
      case NanoTime.SCHEMA_NAME -> time(value.longValue());
      case Timestamp.SCHEMA_NAME -> timestamp(value.longValue(), ChronoUnit.MILLIS);
      case MicroTimestamp.SCHEMA_NAME -> timestamp(value.longValue(), ChronoUnit.MICROS);
      case NanoTimestamp.SCHEMA_NAME -> timestamp(value.longValue(), ChronoUnit.NANOS);
      default -> value.toString();
    };
  }

  private static String time(long nanos) {
    // PostgreSQL has a time 24:00:00, Java has not.
    return nanos == 86_400_000_000_000L ? "24:00:00" : seconds(LocalTime.ofNanoOfDay(nanos));
  }

  private static String timestamp(long sinceEpoch, ChronoUnit unit) {
    LocalDateTime time =
        LocalDateTime.ofInstant(Instant.EPOCH.plus(sinceEpoch, unit), ZoneOffset.UTC);
    return time.toLocalDate() + " " + seconds(time.toLocalTime());
  }

  /** {@code LocalTime.toString} leaves out seconds that are zero. */
  private static String seconds(LocalTime time) {
    String text = time.toString();
    return text.length() == "hh:mm".length() ? text + ":00" : text;
  }

  /** As PostgreSQL writes a bit string, highest first; Debezium sends the lowest byte first. */
  private static String bits(byte[] bytes, Schema schema) {
    BitSet set = BitSet.valueOf(bytes);
    String length = schema.parameters() == null ? null : schema.parameters().get("length");
    int size = length == null ? bytes.length * Byte.SIZE : Integer.parseInt(length);
    StringBuilder text = new StringBuilder();
    for (int i = Math.min(size, bytes.length * Byte.SIZE) - 1; i >= 0; i--) {
      text.append(set.get(i) ? '1' : '0');
    }
    return text.toString();
  }

  @Nullable
  static byte[] bytes(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    return null;
  }
}
