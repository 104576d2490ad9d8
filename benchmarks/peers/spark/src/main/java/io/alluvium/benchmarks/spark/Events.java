package io.alluvium.benchmarks.spark;

/** The events of the benchmarks, which are lines of JSON. */
final class Events {
  static final String SCHEMA =
      "device STRING, site INT, metric STRING, reading DOUBLE, quality INT, seq BIGINT,"
          + " event_time BIGINT, latitude DOUBLE, unit STRING, firmware STRING";

  private Events() {}

  /** What a table takes of them. */
  static String[] columns() {
    return new String[] {
      "device",
      "site",
      "metric",
      "reading",
      "quality",
      "seq",
      "timestamp_millis(event_time) AS event_time",
      "latitude",
      "unit",
      "firmware"
    };
  }
}
