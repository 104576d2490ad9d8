package io.alluvium.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingDecoderTest {
  private static final String HEAD =
      "\"station\":\"weather12\",\"date_utc\":\"2012-01-01 05:53:00\"";
  private static final int MAX_BYTES = 1 << 20;

  private final ReadingDecoder decoder = new ReadingDecoder(MAX_BYTES);

  @Test
  void readsEveryField() throws Exception {
    GenericRowData row =
        decode(
            "{"
                + HEAD
                + ",\"local_time\":\"12:53 AM\",\"temperature_c\":7.8,\"dew_point_c\":2.2,"
                + "\"humidity\":68,\"sea_level_pressure_hpa\":1017.5,\"visibility_km\":16.1,"
                + "\"wind_direction\":\"NW\",\"wind_speed_kmh\":5.6,\"gust_speed_kmh\":1e1,"
                + "\"precipitation_mm\":0,\"wind_dir_degrees\":320,\"events\":\"Rain\","
                + "\"conditions\":\"Clear\"}");
    Object[] expected = {
      "weather12",
      "2012-01-01 05:53:00",
      "12:53 AM",
      7.8,
      2.2,
      68.0,
      1017.5,
      16.1,
      "NW",
      5.6,
      10.0,
      0.0,
      320.0,
      "Rain",
      "Clear"
    };
    for (int i = 0; i < expected.length; i++) {
      Object value = row.getField(i);
      assertThat(value instanceof StringData ? value.toString() : value)
          .as(Reading.name(i))
          .isEqualTo(expected[i]);
    }
    assertThat(row.getField(Reading.RESCUED)).isNull();
  }

  @Test
  void leavesAbsentFieldsNull() throws Exception {
    GenericRowData row = decode("{" + HEAD + "}");
    for (int i = 2; i < Reading.BODY_FIELDS; i++) {
      assertThat(row.getField(i)).as(Reading.name(i)).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-9999,-9999",
    "-9999.0,-9999",
    "0,0",
    "-0.5,-0.5",
    "1e-3,0.001",
    "123456789012,123456789012"
  })
  void keepsNumbersAsSent(String sent, double expected) throws Exception {
    assertThat(field("temperature_c", sent)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"-\"", "\"\"", "\"  \"", "\" - \""})
  void takesNoMeasurementAsNull(String sent) throws Exception {
    for (int i = 0; i < Reading.BODY_FIELDS; i++) {
      if (Reading.isNumber(i)) {
        assertThat(field(Reading.name(i), sent)).as(Reading.name(i)).isNull();
      }
    }
  }

  @Test
  void takesCalmAsNoWindAndKeepsTheWord() throws Exception {
    GenericRowData row = decode("{" + HEAD + ",\"wind_speed_kmh\":\"Calm\"}");
    assertThat(row.getField(Reading.WIND_SPEED)).isEqualTo(0.0);
    assertThat(row.getString(Reading.RESCUED)).hasToString("{\"wind_speed_kmh\":\"Calm\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "temperature_c|\"12.5\"|is the text '12.5', not a number",
        "humidity|\"N/A\"|is the text 'N/A', not a number",
        "gust_speed_kmh|\"Calm\"|is the text 'Calm', not a number",
        "wind_speed_kmh|\"Calm!\"|is the text 'Calm!', not a number",
        "humidity|true|is a truth value, not a number",
        "humidity|[1]|is an array, not a number",
        "humidity|{}|is an object, not a number",
        "humidity|1e999|is out of range"
      })
  void refusesWhatIsNoNumber(String name, String sent, String reason) {
    assertThatThrownBy(() -> field(name, sent))
        .isInstanceOf(UnreadableException.class)
        .hasMessage("field '" + name + "' " + reason);
  }

  @Test
  void keepsNumbersAndTruthValuesOfTextFieldsAsText() throws Exception {
    assertThat(field("wind_direction", "-9999")).hasToString("-9999");
    assertThat(field("events", "true")).hasToString("true");
    assertThat(field("events", "\"-\"")).hasToString("-");
    assertThat(field("events", "\"\"")).hasToString("");
    assertThat(field("events", "null")).isNull();
  }

  @Test
  void rescuesStructuresOfTextFields() throws Exception {
    GenericRowData row =
        decode("{" + HEAD + ",\"events\":[\"Rain\",{\"a\":1}],\"conditions\":\"x\"}");
    assertThat(row.getField(13)).isNull();
    assertThat(row.getField(14)).hasToString("x");
    assertThat(row.getString(Reading.RESCUED)).hasToString("{\"events\":[\"Rain\",{\"a\":1}]}");
  }

  @Test
  void rescuesUnknownFieldsOfEveryType() throws Exception {
    GenericRowData row =
        decode(
            "{\"a\":1,\"b\":\"ü\\\"\\u0000\",\"c\":null,\"d\":[1,[2]],\"e\":{\"f\":{\"g\":true}},"
                + "\"h\":1.50,\"i\":0.12345678901234567890,"
                + HEAD
                + "}");
    assertThat(row.getString(Reading.RESCUED))
        .hasToString(
            "{\"a\":1,\"b\":\"ü\\\"\\u0000\",\"c\":null,\"d\":[1,[2]],\"e\":{\"f\":{\"g\":true}},"
                + "\"h\":1.50,\"i\":0.12345678901234567890}");
    assertThat(row.getString(Reading.STATION)).hasToString("weather12");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|the body is empty",
        "`   `|the body is empty",
        "[]|not a JSON object but an array",
        "12|not a JSON object but a number",
        "\"a\"|not a JSON object but a text",
        "null|not a JSON object but null",
        "{}|field 'station' is missing or blank",
        "{\"station\":\"a\"}|field 'date_utc' is missing or blank",
        "{\"station\":\" \",\"date_utc\":\"2012-01-01 05:53:00\"}|field 'station' is missing or blank",
        "{\"station\":null,\"date_utc\":\"2012-01-01 05:53:00\"}|field 'station' is missing or blank",
        "{\"station\":[],\"date_utc\":\"2012-01-01 05:53:00\"}|field 'station' is missing or blank",
        "{\"station\":\"a\",\"date_utc\":\"\"}|field 'date_utc' is missing or blank",
        "{\"station\":\"a\",\"date_utc\":\"2012-02-30 05:53:00\"}|field 'date_utc' is '2012-02-30 05:53:00', not a time as yyyy-MM-dd HH:mm:ss",
        "{\"station\":\"a\",\"date_utc\":1325397180}|field 'date_utc' is '1325397180', not a time as yyyy-MM-dd HH:mm:ss",
        "{\"station\":\"a\",\"station\":\"a\"}|field 'station' occurs twice",
        "{\"new\":1,\"new\":2}|field 'new' occurs twice"
      })
  void refusesBodiesThatAreNoReading(String body, String reason) {
    assertThatThrownBy(() -> decode(body))
        .isInstanceOf(UnreadableException.class)
        .hasMessage(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "{",
        "{" + HEAD,
        "{" + HEAD + ",}",
        "{" + HEAD + ",\"humidity\":}",
        "{" + HEAD + ",\"humidity\":NaN}",
        "{" + HEAD + ",\"humidity\":01}",
        "{" + HEAD + ",\"events\":\"\u0001\"}",
        "{" + HEAD + "} trailing",
        "{" + HEAD + "}{" + HEAD + "}",
        "{'station':'a'}",
        "<xml/>"
      })
  void refusesWhatIsNotJson(String body) {
    assertThatThrownBy(() -> decode(body))
        .isInstanceOf(UnreadableException.class)
        .hasMessageStartingWith("not JSON: ");
  }

  @Test
  void allowsWhiteSpaceAroundTheObject() throws Exception {
    assertThat(decode(" \n{" + HEAD + "}\r\n ").getField(0)).hasToString("weather12");
  }

  @Test
  void refusesMalformedUtf8() {
    byte[] body = ("{" + HEAD + ",\"events\":\"?\"}").getBytes(StandardCharsets.UTF_8);
    body[body.length - 3] = (byte) 0xff;
    assertThatThrownBy(() -> decoder.decode(body))
        .isInstanceOf(UnreadableException.class)
        .hasMessageStartingWith("not JSON: ");
  }

  @Test
  void refusesDeepNesting() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertThatThrownBy(() -> decode("{" + HEAD + ",\"deep\":" + deep + "}"))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("nesting depth");
  }

  @Test
  void refusesNoBodyAndOnlyTooLargeOnes() throws Exception {
    assertThatThrownBy(() -> decoder.decode(null)).hasMessage("the message has no body");
    String largest = "{" + HEAD + ",\"events\":\"";
    largest += "x".repeat(MAX_BYTES - largest.length() - 2) + "\"}";
    assertThat(decode(largest).getField(0)).hasToString("weather12");
    String tooLarge = largest + " ";
    assertThatThrownBy(() -> decode(tooLarge))
        .hasMessage("the body has 1048577 bytes, more than max.message.bytes = 1048576");
  }

  @Test
  void givesOneShortLineAsReason() {
    assertThatThrownBy(() -> field("humidity", "\"" + "long\\ntext ".repeat(10_000) + "\""))
        .satisfies(
            error -> {
              assertThat(error.getMessage()).hasSizeLessThan(501).doesNotContain("\n");
              assertThat(error.getStackTrace()).isEmpty();
            });
  }

  /** Whatever the bytes are, there is a row or a reason, and the next body is read as ever. */
  @Test
  void survivesDamage() throws Exception {
    Random random = new Random(2026);
    String body = "{" + HEAD + ",\"humidity\":68,\"wind_speed_kmh\":\"Calm\",\"new\":{\"a\":[1]}}";
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = body.getBytes(StandardCharsets.UTF_8);
      for (int j = random.nextInt(3); j >= 0; j--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(decoder.decode(damaged).getField(0)).isNotNull();
        read++;
      } catch (UnreadableException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(read).isBetween(500, 19_500);
    assertThat(decode(body).getField(5)).isEqualTo(68.0);
  }

  private Object field(String name, String json) throws UnreadableException {
    return decode("{" + HEAD + ",\"" + name + "\":" + json + "}")
        .getField(Reading.INDEXES.get(name));
  }

  private GenericRowData decode(String body) throws UnreadableException {
    return decoder.decode(body.getBytes(StandardCharsets.UTF_8));
  }
}
