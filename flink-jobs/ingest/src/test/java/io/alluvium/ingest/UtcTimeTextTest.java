package io.alluvium.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTimeTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2012-01-01 05:53:00",
        "2012-02-29 23:59:59",
        "2000-02-29 00:00:00",
        "0001-12-31 00:00:00",
        "2015-04-30 12:00:00"
      })
  void acceptsTimes(String text) {
    assertThat(UtcTimeText.isValid(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "2012-01-01",
        "2012-01-01T05:53:00",
        "2012-01-01 05:53",
        "2012-01-01 05:53:00Z",
        "2012-01-01 05:53:00<br />",
        " 2012-01-01 05:53:00",
        "2012-1-01 005:53:00",
        "2012-00-01 05:53:00",
        "2012-13-01 05:53:00",
        "2012-01-00 05:53:00",
        "2012-01-32 05:53:00",
        "2015-02-29 05:53:00",
        "1900-02-29 05:53:00",
        "2015-04-31 05:53:00",
        "2012-01-01 24:00:00",
        "2012-01-01 05:60:00",
        "2012-01-01 05:53:60",
        "0000-01-01 00:00:00",
        "２０12-01-01 05:53:00"
      })
  void refusesAnythingElse(String text) {
    assertThat(UtcTimeText.isValid(text)).isFalse();
  }
}
