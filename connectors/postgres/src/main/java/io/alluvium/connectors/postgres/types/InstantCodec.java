package io.alluvium.connectors.postgres.types;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;

/** {@code timestamptz}; as a text an ISO instant, but what is unfit as the server writes it. */
final class InstantCodec extends Codec {
  private static final int PRECISION = 6;
  private static final String UTC = "+00";

  @Override
  public LogicalType type() {
    return new LocalZonedTimestampType(PRECISION);
  }

  @Override
  public Object binary(WireBytes message, int offset, int length) {
    long micros = BigEndian.longAt(message.array(), offset);
    if (isUsual(micros)) {
      return timestamp(micros + Temporals.EPOCH_MICROS);
    }
    return new Unfit(unusual(micros));
  }

  private static boolean isUsual(long micros) {
    return Temporals.isInRange(
        Math.floorDiv(micros, Temporals.MICROS_PER_DAY) + Temporals.EPOCH_DAYS);
  }

  private static TimestampData timestamp(long micros) {
    long millis = Math.floorDiv(micros, 1000);
    return TimestampData.fromEpochMillis(millis, (int) (micros - millis * 1000) * 1000);
  }

  private static String unusual(long micros) {
    if (micros == Long.MAX_VALUE) {
      return Temporals.INFINITY;
    }
    return micros == Long.MIN_VALUE
        ? Temporals.MINUS_INFINITY
        : shortFraction(Temporals.timestamp(micros, UTC));
  }

  /** The server writes no zeros at the end of a fraction. */
  private static String shortFraction(String text) {
    return text.replaceAll("(\\.\\d*?)0+\\+", "$1+").replace(".+", "+");
  }

  @Override
  public Object text(WireBytes message, int offset, int length) {
    long micros = TemporalParser.instant(message.array(), offset, length);
    return micros == TemporalParser.UNUSUAL || !isUsual(micros - Temporals.EPOCH_MICROS)
        ? new Unfit(message.string(offset, length))
        : timestamp(micros);
  }

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    long micros = BigEndian.longAt(bytes, offset);
    return isUsual(micros) ? iso(micros + Temporals.EPOCH_MICROS) : unusual(micros);
  }

  private static String iso(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }

  @Override
  public String normalised(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long micros = TemporalParser.instant(bytes, 0, bytes.length);
    return micros == TemporalParser.UNUSUAL ? text : iso(micros);
  }
}
