package io.alluvium.connectors.redis;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** The version of a row by one of its columns: a number, a day or a time. */
record RowVersion(int index, LogicalType type) implements Serializable {
  private static final long MICROS_PER_MILLI = 1_000;
  private static final long NANOS_PER_MICRO = 1_000;

  static boolean supports(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case TINYINT,
          SMALLINT,
          INTEGER,
          BIGINT,
          DATE,
          TIMESTAMP_WITHOUT_TIME_ZONE,
          TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          true;
      default -> false;
    };
  }

  boolean isKnown(RowData row) {
    return !row.isNullAt(index);
  }

  /** Larger for a newer change: the number, days, or microseconds since 1970. */
  long of(RowData row) {
    return switch (type.getTypeRoot()) {
      case TINYINT -> row.getByte(index);
      case SMALLINT -> row.getShort(index);
      case INTEGER, DATE -> row.getInt(index);
      case BIGINT -> row.getLong(index);
      default -> {
        TimestampData time = timestamp(row);
        yield time.getMillisecond() * MICROS_PER_MILLI
            + time.getNanoOfMillisecond() / NANOS_PER_MICRO;
      }
    };
  }

  boolean isTime() {
    return time(0).isPresent();
  }

  /** A version as a time; empty where it is none. */
  Optional<Instant> time(long version) {
    return switch (type.getTypeRoot()) {
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          Optional.of(Instant.EPOCH.plus(version, ChronoUnit.MICROS));
      case DATE -> Optional.of(Instant.EPOCH.plus(Duration.ofDays(version)));
      default -> Optional.empty();
    };
  }

  /** A version so that the texts of versions, as unsigned numbers, are in their order. */
  static long ordered(long version) {
    return version ^ Long.MIN_VALUE;
  }

  private TimestampData timestamp(RowData row) {
    return row.getTimestamp(index, LogicalTypeChecks.getPrecision(type));
  }
}
