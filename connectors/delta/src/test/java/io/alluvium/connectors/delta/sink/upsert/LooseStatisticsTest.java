package io.alluvium.connectors.delta.sink.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LooseStatisticsTest {

  @Test
  void keepsEveryNumberAsItIsWritten() throws Exception {
    String statistics =
        "{\"numRecords\":3,\"minValues\":{\"price\":-12345678901234567890.123456789012345678,"
            + "\"ratio\":1.0E300,\"name\":\"a\\\"b\",\"nested\":{\"x\":[1,2]},\"none\":null}}";

    assertThat(LooseStatistics.of(statistics))
        .isEqualTo(statistics.substring(0, statistics.length() - 1) + ",\"tightBounds\":false}");
  }

  @Test
  void replacesWhatAnotherWriterSaid() throws Exception {
    assertThat(LooseStatistics.of("{\"tightBounds\":true,\"numRecords\":1}"))
        .isEqualTo("{\"numRecords\":1,\"tightBounds\":false}");
  }
}
