package io.alluvium.models;

import io.alluvium.connectors.delta.sink.DeltaSink;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/** Appends to the bronze tables as the jobs before the models do. */
final class Bronze {
  /** When all was changed that tells no time of its own. */
  static final LocalDateTime BEFORE_ALL = LocalDateTime.of(2015, 1, 1, 0, 0);

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final DataType STRING = DataTypes.STRING();
  private static final DataType DOUBLE = DataTypes.DOUBLE();
  private static final RowType READING =
      table(
          "station",
          STRING,
          "date_utc",
          STRING,
          "local_time",
          STRING,
          "temperature_c",
          DOUBLE,
          "dew_point_c",
          DOUBLE,
          "humidity",
          DOUBLE,
          "sea_level_pressure_hpa",
          DOUBLE,
          "visibility_km",
          DOUBLE,
          "wind_direction",
          STRING,
          "wind_speed_kmh",
          DOUBLE,
          "gust_speed_kmh",
          DOUBLE,
          "precipitation_mm",
          DOUBLE,
          "wind_dir_degrees",
          DOUBLE,
          "events",
          STRING,
          "conditions",
          STRING);
  private static final RowType BUILDING =
      table(
          "building",
          STRING,
          "primary_usage",
          STRING,
          "industry",
          STRING,
          "station",
          STRING,
          "floor_area_m2",
          DOUBLE,
          "time_zone",
          STRING,
          "year_built",
          DataTypes.INT());
  private static final RowType POLICY =
      table(
          "primary_usage",
          STRING,
          "base_temperature",
          DOUBLE,
          "comfort_low",
          DOUBLE,
          "comfort_high",
          DOUBLE);

  private final Path lake;
  private final List<RowData> readings = new ArrayList<>();
  private final List<RowData> buildings = new ArrayList<>();
  private final List<RowData> policies = new ArrayList<>();
  private long sequence;

  Bronze(Path lake) {
    this.lake = lake;
  }

  Bronze reading(String station, LocalDateTime observed, Double temperature) {
    readings.add(
        row(
            "c",
            station,
            TIME.format(observed),
            "noon",
            temperature,
            1.5,
            80.0,
            1013.2,
            -9999.0,
            "-",
            5.0,
            null,
            0.0,
            270.0,
            "",
            "Clear"));
    return this;
  }

  /** As a device that sends nonsense in place of a time. */
  Bronze readingWithoutTime(String station) {
    readings.add(
        row(
            "c", station, "soon", null, 1.0, null, null, null, null, null, null, null, null, null,
            null, null));
    return this;
  }

  Bronze building(String op, String name, String usage, String station, Double floorArea) {
    buildings.add(row(op, name, usage, "Education", station, floorArea, "Europe/London", 1970));
    return this;
  }

  Bronze policy(String op, String usage, Double base) {
    return policy(op, usage, base, BEFORE_ALL);
  }

  /** As it was changed at a time, in UTC. */
  Bronze policy(String op, String usage, Double base, LocalDateTime at) {
    GenericRowData row = row(op, usage, base, base + 1, base + 8);
    row.setField(POLICY.getFieldIndex("_source_ts"), TimestampData.fromLocalDateTime(at));
    policies.add(row);
    return this;
  }

  /** Writes what was added since the last time, one commit or more per table. */
  void append() throws Exception {
    Configuration configuration = new Configuration();
    configuration.setString("execution.checkpointing.interval", "200 ms");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    add(env, "reading", READING, readings);
    add(env, "building", BUILDING, buildings);
    add(env, "comfort_policy", POLICY, policies);
    env.execute("bronze");
    readings.clear();
    buildings.clear();
    policies.clear();
  }

  private void add(StreamExecutionEnvironment env, String table, RowType type, List<RowData> rows) {
    if (!rows.isEmpty()) {
      DeltaSink.append(lake.resolve("bronze").resolve(table).toString(), type)
          .sinkId("test-" + table + "-" + sequence)
          .addTo(env.fromData(rows, InternalTypeInfo.of(type)), table);
    }
  }

  private GenericRowData row(String op, Object... values) {
    Object[] all = new Object[values.length + 8];
    for (int i = 0; i < values.length; i++) {
      all[i] = values[i] instanceof String text ? StringData.fromString(text) : values[i];
    }
    TimestampData now = TimestampData.fromLocalDateTime(BEFORE_ALL);
    int at = values.length;
    all[at] = StringData.fromString(op);
    all[at + 2] = StringData.fromString("test");
    all[at + 4] = sequence++;
    all[at + 5] = now;
    all[at + 6] = now;
    return GenericRowData.of(all);
  }

  private static RowType table(Object... columns) {
    List<DataTypes.Field> fields = new ArrayList<>();
    for (int i = 0; i < columns.length; i += 2) {
      fields.add(DataTypes.FIELD((String) columns[i], (DataType) columns[i + 1]));
    }
    for (String text : List.of("_op", "_before", "_source", "_position")) {
      fields.add(DataTypes.FIELD(text, STRING));
    }
    fields.add(DataTypes.FIELD("_sequence", DataTypes.BIGINT()));
    fields.add(DataTypes.FIELD("_source_ts", DataTypes.TIMESTAMP_LTZ(6)));
    fields.add(DataTypes.FIELD("_ingest_ts", DataTypes.TIMESTAMP_LTZ(6)));
    fields.add(DataTypes.FIELD("_rescued", STRING));
    return (RowType) DataTypes.ROW(fields).getLogicalType();
  }
}
