package io.alluvium.ingest.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.ingest.streams.HeadersJson.Part;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.flink.table.data.StringData;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class HeadersJsonTest {
  @Test
  void keepsEveryValueWithoutLoss() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("device", "weather12 ü \"q\"".getBytes(StandardCharsets.UTF_8));
    headers.add("binary", new byte[] {(byte) 0xa1, 0x01, (byte) 0xff});
    headers.add("twice", "a".getBytes(StandardCharsets.UTF_8));
    headers.add("none", null);
    headers.add("twice", new byte[] {(byte) 0x80});
    assertThat(HeadersJson.of(headers, HeaderEncoding.PLAIN, Part.ALL))
        .hasToString(
            "{\"device\":\"weather12 ü \\\"q\\\"\",\"binary\":{\"base64\":\"oQH/\"},"
                + "\"twice\":[\"a\",{\"base64\":\"gA==\"}],\"none\":null}");
    assertThat(HeadersJson.of(new RecordHeaders(), HeaderEncoding.PLAIN, Part.ALL)).isNull();
  }

  /** A message of a device as it arrives from IoT Hub: application properties among its own. */
  @Test
  void splitsWhatIotHubSetsFromWhatTheApplicationDoes() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("iothub-connection-device-id", amqp("a10777656174686572"));
    headers.add("iothub-enqueuedtime", amqp("8300000179561e615d"));
    headers.add("x-opt-sequence-number", amqp("000000000000002a"));
    headers.add("content-type", "application/json".getBytes(StandardCharsets.UTF_8));
    headers.add("floor", amqp("5403"));
    headers.add("ratio", amqp("823ff8000000000000"));
    headers.add("nan", amqp("827ff8000000000000"));
    headers.add("alarm", amqp("41"));
    headers.add("blob", amqp("a00201ff"));
    headers.add("plain", "text".getBytes(StandardCharsets.UTF_8));
    StringData system = HeadersJson.of(headers, HeaderEncoding.AMQP, Part.SYSTEM);
    StringData application = HeadersJson.of(headers, HeaderEncoding.AMQP, Part.APPLICATION);
    assertThat(system)
        .hasToString(
            "{\"iothub-connection-device-id\":\"weather\","
                + "\"iothub-enqueuedtime\":\"2021-05-10T11:51:42.173Z\","
                + "\"x-opt-sequence-number\":42,\"content-type\":\"application/json\"}");
    assertThat(application)
        .hasToString(
            "{\"floor\":3,\"ratio\":1.5,\"nan\":\"NaN\",\"alarm\":true,"
                + "\"blob\":{\"base64\":\"Af8=\"},\"plain\":\"text\"}");
    StringData all = HeadersJson.of(headers, HeaderEncoding.AMQP, Part.ALL);
    assertThat(HeadersJson.part(all, Part.SYSTEM)).isEqualTo(system);
    assertThat(HeadersJson.part(all, Part.APPLICATION)).isEqualTo(application);
    assertThat(HeadersJson.part(system, Part.APPLICATION)).isNull();
  }

  private static byte[] amqp(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
