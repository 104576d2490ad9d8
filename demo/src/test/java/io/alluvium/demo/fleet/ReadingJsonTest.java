package io.alluvium.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingJsonTest {
  @Test
  void numbersAreNumbersAndDirtIsText() throws IOException {
    String[] values = new String[ReadingField.values().length];
    values[ReadingField.DATE_UTC.ordinal()] = "2015-01-01 07:51:00";
    values[ReadingField.TEMPERATURE.ordinal()] = "-9999";
    values[ReadingField.DEW_POINT.ordinal()] = "-0.6";
    values[ReadingField.HUMIDITY.ordinal()] = "";
    values[ReadingField.GUST_SPEED.ordinal()] = "-";
    values[ReadingField.WIND_SPEED.ordinal()] = "Calm";
    values[ReadingField.CONDITIONS.ordinal()] = "say \"fog\"";
    values[ReadingField.EVENTS.ordinal()] = "7";
    ReadingJson json = new ReadingJson();

    for (int i = 0; i < 2; i++) {
      assertThat(new String(json.write(new Reading("weather2", values)), StandardCharsets.UTF_8))
          .isEqualTo(
              "{\"station\":\"weather2\",\"date_utc\":\"2015-01-01 07:51:00\","
                  + "\"temperature_c\":-9999,\"dew_point_c\":-0.6,\"humidity\":\"\","
                  + "\"wind_speed_kmh\":\"Calm\",\"gust_speed_kmh\":\"-\",\"events\":\"7\","
                  + "\"conditions\":\"say \\\"fog\\\"\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0.0", "10", "1013.25", "-9999", "0.5"})
  void isAJsonNumber(String text) {
    assertThat(ReadingJson.isJsonNumber(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "00", "01.5", ".5", "5.", "-.5", "1e3", "NaN", "+1", "1 ", "1.2.3"})
  void isNoJsonNumber(String text) {
    assertThat(ReadingJson.isJsonNumber(text)).isFalse();
  }
}
