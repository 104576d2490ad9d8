package io.alluvium.benchmarks.tables;

import static org.apache.flink.table.api.DataTypes.BIGINT;
import static org.apache.flink.table.api.DataTypes.FIELD;
import static org.apache.flink.table.api.DataTypes.ROW;
import static org.apache.flink.table.api.DataTypes.STRING;
import static org.apache.flink.table.api.DataTypes.TIMESTAMP_LTZ;

import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/** The columns of Nexmark's tables. */
final class NexmarkSchema {
  private static final DataType TIME = TIMESTAMP_LTZ(6);

  private NexmarkSchema() {}

  static RowType person() {
    return rowType(
        ROW(
            FIELD("id", BIGINT()),
            FIELD("name", STRING()),
            FIELD("email_address", STRING()),
            FIELD("credit_card", STRING()),
            FIELD("city", STRING()),
            FIELD("state", STRING()),
            FIELD("date_time", TIME),
            FIELD("extra", STRING())));
  }

  static RowType auction() {
    return rowType(
        ROW(
            FIELD("id", BIGINT()),
            FIELD("item_name", STRING()),
            FIELD("description", STRING()),
            FIELD("initial_bid", BIGINT()),
            FIELD("reserve", BIGINT()),
            FIELD("date_time", TIME),
            FIELD("expires", TIME),
            FIELD("seller", BIGINT()),
            FIELD("category", BIGINT()),
            FIELD("extra", STRING())));
  }

  static RowType bid() {
    return rowType(
        ROW(
            FIELD("auction", BIGINT()),
            FIELD("bidder", BIGINT()),
            FIELD("price", BIGINT()),
            FIELD("channel", STRING()),
            FIELD("url", STRING()),
            FIELD("date_time", TIME),
            FIELD("extra", STRING())));
  }

  private static RowType rowType(DataType type) {
    return (RowType) type.getLogicalType();
  }
}
