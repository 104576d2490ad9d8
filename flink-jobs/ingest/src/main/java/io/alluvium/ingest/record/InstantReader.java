package io.alluvium.ingest.record;

import javax.annotation.Nullable;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/** Reads the value of a column as an instant. Not thread-safe. */
public final class InstantReader {
  private static final int PRECISION = 6;

  private final TimeConversions.InstantConversion conversion;
  private final LogicalTypeRoot root;

  /**
   * @param type of the column
   * @param form of its texts; the zone is that of times without an offset
   */
  public InstantReader(LogicalType type, TimeForm form) {
    conversion = new TimeConversions.InstantConversion(form, PRECISION);
    root = type.getTypeRoot();
  }

  /** Whether values of a type can be instants. */
  public static boolean canRead(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case VARCHAR, TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE, BIGINT -> true;
      default -> false;
    };
  }

  /**
   * @param value in the column's internal form
   * @return null where it is no instant
   */
  @Nullable
  public TimestampData read(Object value) {
    return switch (root) {
      case VARCHAR -> (TimestampData) conversion.fromText(((StringData) value).toString());
      case BIGINT -> (TimestampData) conversion.fromLong((long) value);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> (TimestampData) value;
      default -> conversion.atZone((TimestampData) value);
    };
  }
}
