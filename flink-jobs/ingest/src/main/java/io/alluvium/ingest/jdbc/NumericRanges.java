package io.alluvium.ingest.jdbc;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.connector.jdbc.split.JdbcNumericBetweenParametersProvider;

/** Divides numbers evenly, as Flink's JDBC connector does. */
final class NumericRanges {
  private NumericRanges() {}

  /** The least value of each range but the first. */
  static List<String> bounds(long least, long most, int ranges) {
    List<String> bounds = new ArrayList<>();
    if (ranges <= 1 || least >= most) {
      return bounds;
    }
    Serializable[][] between =
        new JdbcNumericBetweenParametersProvider(least, most)
            .ofBatchNum(ranges)
            .getParameterValues();
    for (int i = 1; i < between.length; i++) {
      bounds.add(String.valueOf(between[i][0]));
    }
    return bounds;
  }
}
