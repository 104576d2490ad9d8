package io.alluvium.demo.fleet;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The headers that IoT Hub puts on the message of a device, by their names there. Values are text
 * in UTF-8.
 */
final class DeviceHeaders {
  /** {@code <station>-<number>}: tells messages apart, and where a device has got to. */
  static final String MESSAGE_ID = "message-id";

  private static final String ENQUEUED_TIME = "iothub-enqueuedtime";

  private final String station;
  private final List<Header> constant;
  private Header enqueuedTime;
  private long enqueuedMillis = -1;

  DeviceHeaders(String station) {
    this.station = station;
    this.constant =
        List.of(
            header("iothub-connection-device-id", station),
            header("iothub-connection-auth-method", "{\"scope\":\"device\",\"type\":\"sas\"}"),
            header("iothub-message-source", "Telemetry"),
            header("dt-dataschema", "dtmi:io:alluvium:WeatherStation;1"),
            header("content-type", "application/json"),
            header("content-encoding", "utf-8"));
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }

  void addTo(Headers headers, long number) {
    for (Header header : constant) {
      headers.add(header);
    }
    headers.add(enqueuedTime());
    headers.add(header(MESSAGE_ID, station + "-" + number));
  }

  private Header enqueuedTime() {
    long now = System.currentTimeMillis();
    if (now != enqueuedMillis) {
      enqueuedMillis = now;
      enqueuedTime =
          header(
              ENQUEUED_TIME, Instant.ofEpochMilli(now).truncatedTo(ChronoUnit.MILLIS).toString());
    }
    return enqueuedTime;
  }
}
