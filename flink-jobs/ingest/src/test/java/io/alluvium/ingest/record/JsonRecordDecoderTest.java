package io.alluvium.ingest.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRecordDecoderTest {
  private static final String HEAD =
      "\"station\":\"weather12\",\"date_utc\":\"2012-01-01 05:53:00\"";

  private static final List<String> TEXTS =
      List.of("station", "date_utc", "local_time", "wind_direction", "events", "conditions");
  private static final List<String> NAMES =
      List.of(
          "station",
          "date_utc",
          "local_time",
          "temperature_c",
          "dew_point_c",
          "humidity",
          "sea_level_pressure_hpa",
          "visibility_km",
          "wind_direction",
          "wind_speed_kmh",
          "gust_speed_kmh",
          "precipitation_mm",
          "wind_dir_degrees",
          "events",
          "conditions");
  private static final int WIND_SPEED = 9;

  private final RecordDecoder decoder = new JsonFormat().newDecoder(columns());
  @Nullable private StringData rescued;

  private static List<DeclaredColumn> columns() {
    List<DeclaredColumn> columns = new ArrayList<>();
    for (String name : NAMES) {
      boolean isText = TEXTS.contains(name);
      boolean required = columns.size() < 2;
      columns.add(
          new DeclaredColumn(
              name,
              isText ? VarCharType.STRING_TYPE : new DoubleType(),
              List.of(name),
              required,
              isText ? Mismatch.RESCUE : Mismatch.REJECT,
              isText ? Set.of() : Set.of("-", ""),
              columns.size() == WIND_SPEED ? Map.of("Calm", "0") : Map.of(),
              false,
              new TimeForm(name.equals("date_utc") ? "yyyy-MM-dd HH:mm:ss" : null, null, null),
              false,
              ""));
    }
    return columns;
  }

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
          .as(NAMES.get(i))
          .isEqualTo(expected[i]);
    }
    assertThat(rescued).isNull();
  }

  @Test
  void leavesAbsentFieldsNull() throws Exception {
    GenericRowData row = decode("{" + HEAD + "}");
    for (int i = 2; i < NAMES.size(); i++) {
      assertThat(row.getField(i)).as(NAMES.get(i)).isNull();
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
    for (int i = 0; i < NAMES.size(); i++) {
      if (!TEXTS.contains(NAMES.get(i))) {
        assertThat(field(NAMES.get(i), sent)).as(NAMES.get(i)).isNull();
      }
    }
  }

  @Test
  void takesCalmAsNoWindAndKeepsTheWord() throws Exception {
    GenericRowData row = decode("{" + HEAD + ",\"wind_speed_kmh\":\"Calm\"}");
    assertThat(row.getField(WIND_SPEED)).isEqualTo(0.0);
    assertThat(rescued).hasToString("{\"wind_speed_kmh\":\"Calm\"}");
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
        "humidity|1e999|is the number 1e999, not a number"
      })
  void refusesWhatIsNoNumber(String name, String sent, String reason) {
    assertThatThrownBy(() -> field(name, sent))
        .isInstanceOf(UnreadableRecordException.class)
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
    assertThat(rescued).hasToString("{\"events\":[\"Rain\",{\"a\":1}]}");
  }

  @Test
  void rescuesUnknownFieldsOfEveryType() throws Exception {
    GenericRowData row =
        decode(
            "{\"a\":1,\"b\":\"ü\\\"\\u0000\",\"c\":null,\"d\":[1,[2]],\"e\":{\"f\":{\"g\":true}},"
                + "\"h\":1.50,\"i\":0.12345678901234567890,"
                + HEAD
                + "}");
    assertThat(rescued)
        .hasToString(
            "{\"a\":1,\"b\":\"ü\\\"\\u0000\",\"c\":null,\"d\":[1,[2]],\"e\":{\"f\":{\"g\":true}},"
                + "\"h\":1.50,\"i\":0.12345678901234567890}");
    assertThat(row.getString(0)).hasToString("weather12");
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
        "{\"station\":[],\"date_utc\":\"2012-01-01 05:53:00\"}|field 'station' is an array, not a text",
        "{\"station\":\"a\",\"date_utc\":\"\"}|field 'date_utc' is the text '', not a time as yyyy-MM-dd HH:mm:ss",
        "{\"station\":\"a\",\"date_utc\":\"2012-02-30 05:53:00\"}|field 'date_utc' is the text '2012-02-30 05:53:00', not a time as yyyy-MM-dd HH:mm:ss",
        "{\"station\":\"a\",\"date_utc\":1325397180}|field 'date_utc' is the number 1325397180, not a time as yyyy-MM-dd HH:mm:ss",
        "{\"station\":\"a\",\"station\":\"a\"}|field 'station' occurs twice",
        "{\"new\":1,\"new\":2}|field 'new' occurs twice"
      })
  void refusesBodiesThatAreNoReading(String body, String reason) {
    assertThatThrownBy(() -> decode(body))
        .isInstanceOf(UnreadableRecordException.class)
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
        .isInstanceOf(UnreadableRecordException.class)
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
    assertThatThrownBy(() -> decode(body))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageStartingWith("not JSON: ");
  }

  @Test
  void refusesDeepNesting() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertThatThrownBy(() -> decode("{" + HEAD + ",\"deep\":" + deep + "}"))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("nesting depth");
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
        assertThat(decode(damaged).getField(0)).isNotNull();
        read++;
      } catch (UnreadableRecordException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(read).isBetween(500, 19_500);
    assertThat(decode(body).getField(5)).isEqualTo(68.0);
  }

  private Object field(String name, String json) throws UnreadableRecordException {
    return decode("{" + HEAD + ",\"" + name + "\":" + json + "}").getField(NAMES.indexOf(name));
  }

  private GenericRowData decode(String body) throws UnreadableRecordException {
    return decode(body.getBytes(StandardCharsets.UTF_8));
  }

  private GenericRowData decode(byte[] body) throws UnreadableRecordException {
    GenericRowData row = new GenericRowData(NAMES.size());
    rescued = decoder.decode(body, 0, body.length, row);
    return row;
  }
}
