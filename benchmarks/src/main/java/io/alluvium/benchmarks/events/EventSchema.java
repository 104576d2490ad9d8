package io.alluvium.benchmarks.events;

import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.logical.RowType;

/** A reading of a device: ten columns. */
public final class EventSchema {

  private EventSchema() {}

  public static RowType rowType() {
    return (RowType)
        DataTypes.ROW(
                DataTypes.FIELD("device", DataTypes.STRING()),
                DataTypes.FIELD("site", DataTypes.INT()),
                DataTypes.FIELD("metric", DataTypes.STRING()),
                DataTypes.FIELD("reading", DataTypes.DOUBLE()),
                DataTypes.FIELD("quality", DataTypes.INT()),
                DataTypes.FIELD("seq", DataTypes.BIGINT()),
                DataTypes.FIELD("event_time", DataTypes.TIMESTAMP_LTZ(6)),
                DataTypes.FIELD("latitude", DataTypes.DOUBLE()),
                DataTypes.FIELD("unit", DataTypes.STRING()),
                DataTypes.FIELD("firmware", DataTypes.STRING()))
            .getLogicalType();
  }

  /** The columns in the SQL of every engine; {@code timestampType} is its name for an instant. */
  public static String columns(String timestampType) {
    return "device STRING, site INT, metric STRING, reading DOUBLE, quality INT, seq BIGINT,"
        + " event_time "
        + timestampType
        + ", latitude DOUBLE, unit STRING, firmware STRING";
  }
}
