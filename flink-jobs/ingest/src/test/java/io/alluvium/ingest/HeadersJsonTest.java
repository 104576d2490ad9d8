package io.alluvium.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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
    assertThat(HeadersJson.of(headers))
        .isEqualTo(
            "{\"device\":\"weather12 ü \\\"q\\\"\",\"binary\":{\"base64\":\"oQH/\"},"
                + "\"twice\":[\"a\",{\"base64\":\"gA==\"}],\"none\":null}");
  }

  @Test
  void isAnEmptyObjectWithoutHeaders() {
    assertThat(HeadersJson.of(new RecordHeaders())).isEqualTo("{}");
  }
}
