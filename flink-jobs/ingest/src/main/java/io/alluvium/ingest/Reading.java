package io.alluvium.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/** The columns of {@code bronze.reading}: the body's fields by their own names, then metadata. */
final class Reading {
  private static final List<RowType.RowField> FIELDS =
      List.of(
          text("station", "Name of the weather station"),
          text("date_utc", "Time of the observation in UTC, as yyyy-MM-dd HH:mm:ss"),
          text("local_time", "The same, where the station is"),
          number("temperature_c", "Degrees Celsius"),
          number("dew_point_c", "Degrees Celsius"),
          number("humidity", "Per cent"),
          number("sea_level_pressure_hpa", "Hectopascal"),
          number("visibility_km", "Kilometres"),
          text("wind_direction", "Point of the compass"),
          number("wind_speed_kmh", "Kilometres per hour; 0 where the station says Calm"),
          number("gust_speed_kmh", "Kilometres per hour"),
          number("precipitation_mm", "Millimetres"),
          number("wind_dir_degrees", "Degrees from north"),
          text("events", "Rain, snow, fog and the like"),
          text("conditions", "The sky, in words"));

  static final int BODY_FIELDS = FIELDS.size();
  static final int STATION = 0;
  static final int DATE_UTC = 1;
  static final int WIND_SPEED = 9;
  static final int OP = BODY_FIELDS;
  static final int SOURCE = BODY_FIELDS + 2;
  static final int POSITION = BODY_FIELDS + 3;
  static final int SEQUENCE = BODY_FIELDS + 4;
  static final int SOURCE_TS = BODY_FIELDS + 5;
  static final int INGEST_TS = BODY_FIELDS + 6;
  static final int RESCUED = BODY_FIELDS + 7;

  static final RowType ROW_TYPE = rowType();
  static final Map<String, Integer> INDEXES = indexes();

  private Reading() {}

  static String name(int field) {
    return FIELDS.get(field).getName();
  }

  static boolean isNumber(int field) {
    return FIELDS.get(field).getType() instanceof DoubleType;
  }

  private static RowType rowType() {
    LogicalType instant = new LocalZonedTimestampType(6);
    List<RowType.RowField> fields = new ArrayList<>(FIELDS);
    fields.add(text("_op", "c: a reading is only ever added"));
    fields.add(text("_before", "Always null"));
    fields.add(text("_source", "The topic"));
    fields.add(text("_position", "topic-partition-offset"));
    fields.add(
        new RowType.RowField(
            "_sequence", new BigIntType(), "The offset: ascends for each station"));
    fields.add(new RowType.RowField("_source_ts", instant, "When the broker took the message"));
    fields.add(new RowType.RowField("_ingest_ts", instant, "When the message was read"));
    fields.add(text("_rescued", "JSON of fields without a column, or that do not fit theirs"));
    return new RowType(false, fields);
  }

  private static Map<String, Integer> indexes() {
    Map<String, Integer> indexes = new HashMap<>();
    for (int i = 0; i < BODY_FIELDS; i++) {
      indexes.put(name(i), i);
    }
    return Map.copyOf(indexes);
  }

  private static RowType.RowField text(String name, String description) {
    return new RowType.RowField(name, VarCharType.STRING_TYPE, description);
  }

  private static RowType.RowField number(String name, String description) {
    return new RowType.RowField(name, new DoubleType(), description);
  }
}
