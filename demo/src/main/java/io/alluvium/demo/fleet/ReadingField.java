package io.alluvium.demo.fleet;

/** What a reading holds besides the station, in the order of the message's fields. */
public enum ReadingField {
  DATE_UTC("date_utc", false),
  LOCAL_TIME("local_time", false),
  TEMPERATURE("temperature_c", true),
  DEW_POINT("dew_point_c", true),
  HUMIDITY("humidity", true),
  SEA_LEVEL_PRESSURE("sea_level_pressure_hpa", true),
  VISIBILITY("visibility_km", true),
  WIND_DIRECTION("wind_direction", false),
  WIND_SPEED("wind_speed_kmh", true),
  GUST_SPEED("gust_speed_kmh", true),
  PRECIPITATION("precipitation_mm", true),
  WIND_DIRECTION_DEGREES("wind_dir_degrees", true),
  EVENTS("events", false),
  CONDITIONS("conditions", false);

  private final String jsonName;
  private final boolean numeric;

  ReadingField(String jsonName, boolean numeric) {
    this.jsonName = jsonName;
    this.numeric = numeric;
  }

  public String jsonName() {
    return jsonName;
  }

  /** Whether it is a number, where the station has one to tell. */
  public boolean isNumeric() {
    return numeric;
  }
}
