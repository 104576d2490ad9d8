package io.alluvium.connectors.postgres.types;

import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.LogicalType;

final class DateCodec extends Codec {

  @Override
  public LogicalType type() {
    return new DateType();
  }

  @Override
  public Object binary(WireBytes message, int offset, int length) {
    int days = BigEndian.intAt(message.array(), offset);
    // The infinities lie far outside.
    long epochDay = (long) days + Temporals.EPOCH_DAYS;
    return Temporals.isInRange(epochDay)
        ? (Object) (int) epochDay
        : new Unfit(binaryToText(message.array(), offset, length));
  }

  @Override
  public Object text(WireBytes message, int offset, int length) {
    long epochDay = TemporalParser.day(message.array(), offset, length);
    return epochDay == TemporalParser.UNUSUAL
        ? new Unfit(message.string(offset, length))
        : (Object) (int) epochDay;
  }

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    int days = BigEndian.intAt(bytes, offset);
    if (days == Integer.MAX_VALUE) {
      return Temporals.INFINITY;
    }
    return days == Integer.MIN_VALUE
        ? Temporals.MINUS_INFINITY
        : Temporals.date((long) days + Temporals.EPOCH_DAYS);
  }
}
