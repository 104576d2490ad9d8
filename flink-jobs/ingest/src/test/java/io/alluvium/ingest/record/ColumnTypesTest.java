package io.alluvium.ingest.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each type, what fits it in JSON, and that the rest is rescued as it was sent. */
class ColumnTypesTest {
  private static final TimeForm NO_FORM = TimeForm.ISO;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "STRING|\"x\"|x",
        "STRING|\"\"|``",
        "STRING|1.50|1.50",
        "STRING|1e3|1e3",
        "STRING|true|true",
        "STRING|123456789012345678901234567890|123456789012345678901234567890",
        "BOOLEAN|false|false",
        "TINYINT|-128|-128",
        "SMALLINT|32767|32767",
        "INT|2147483647|2147483647",
        "INT|1.0|1",
        "INT|1e3|1000",
        "BIGINT|-9223372036854775808|-9223372036854775808",
        "BIGINT|9.223372036854775807e18|9223372036854775807",
        "FLOAT|1.5|1.5",
        "DOUBLE|0.1|0.1",
        "DOUBLE|1|1.0",
        "DOUBLE|-0.0|-0.0",
        "DOUBLE|2.2250738585072012e-308|2.2250738585072014E-308",
        "DOUBLE|12345678901234567890123|1.2345678901234568E22",
        "DECIMAL(5, 2)|123.45|123.45",
        "DECIMAL(5, 2)|123.4500|123.45",
        "DECIMAL(5, 2)|0.000|0.00",
        "DECIMAL(5, 2)|1e2|100.00",
        "DECIMAL(38, 0)|99999999999999999999999999999999999999|99999999999999999999999999999999999999",
        "DATE|\"1970-01-02\"|1",
        "DATE|\"0001-01-01\"|-719162",
        "DATE|\"2024-02-29\"|19782",
        "TIMESTAMP(6)|\"2024-02-29T23:59:59.1234567\"|2024-02-29T23:59:59.123456",
        "TIMESTAMP(3)|\"2024-02-29 23:59:59.1239\"|2024-02-29T23:59:59.123",
        "TIMESTAMP_LTZ(6)|\"2024-02-29T23:59:59Z\"|2024-02-29T23:59:59",
        "TIMESTAMP_LTZ(6)|\"2024-03-01T01:59:59.5+02:00\"|2024-02-29T23:59:59.500",
        "TIMESTAMP_LTZ(6)|\"1969-12-31T19:00:00.25-0500\"|1970-01-01T00:00:00.250",
        "BYTES|\"AQL/\"|[1, 2, -1]"
      })
  void takesWhatFits(String type, String json, String expected) throws Exception {
    GenericRowData row = new GenericRowData(1);
    assertThat(decode(column(type, NO_FORM), "{\"a\":" + json + "}", row)).isNull();
    Object value = row.getField(0);
    assertThat(value instanceof byte[] bytes ? Arrays.toString(bytes) : value.toString())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "STRING|[1,{\"b\":2.50}]",
        "STRING|{}",
        "BOOLEAN|\"true\"",
        "BOOLEAN|1",
        "TINYINT|128",
        "INT|2147483648",
        "INT|1.5",
        "INT|\"1\"",
        "INT|1e999999999",
        "BIGINT|9223372036854775808",
        "FLOAT|1e39",
        "DOUBLE|1e999",
        "DOUBLE|\"1\"",
        "DOUBLE|true",
        "DOUBLE|\"NaN\"",
        "DECIMAL(5, 2)|1234",
        "DECIMAL(5, 2)|0.001",
        "DECIMAL(5, 2)|1e1000000",
        "DATE|\"2023-02-29\"",
        "DATE|\"2023-02-28T01:00:00\"",
        "DATE|19782",
        "TIMESTAMP(6)|\"2024-02-29T23:59:59Z\"",
        "TIMESTAMP(6)|1709251199",
        "TIMESTAMP_LTZ(6)|\"2024-02-29T23:59:59\"",
        "TIMESTAMP_LTZ(6)|\"2024-02-29T24:00:00Z\"",
        "TIMESTAMP_LTZ(6)|\"2024-02-29T23:59:60Z\"",
        "TIMESTAMP_LTZ(6)|\"2024-2-29T23:59:00Z\"",
        "BYTES|\"?\""
      })
  void rescuesWhatDoesNot(String type, String json) throws Exception {
    GenericRowData row = new GenericRowData(1);
    assertThat(decode(column(type, NO_FORM), "{\"a\":" + json + "}", row))
        .hasToString("{\"a\":" + json + "}");
    assertThat(row.getField(0)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SECONDS|1709251199|2024-02-29T23:59:59",
        "SECONDS|1709251199.25|2024-02-29T23:59:59.250",
        "SECONDS|-0.5|1969-12-31T23:59:59.500",
        "MILLISECONDS|1709251199123|2024-02-29T23:59:59.123",
        "MILLISECONDS|-1|1969-12-31T23:59:59.999",
        "MICROSECONDS|1709251199123456|2024-02-29T23:59:59.123456",
        "NANOSECONDS|1709251199123456789|2024-02-29T23:59:59.123456"
      })
  void readsNumbersAsTimesWhereTold(EpochUnit unit, String json, String expected) throws Exception {
    GenericRowData row = new GenericRowData(1);
    TimeForm form = new TimeForm(null, null, unit);
    assertThat(decode(column("TIMESTAMP_LTZ(6)", form), "{\"a\":" + json + "}", row)).isNull();
    assertThat(row.getField(0)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e30", "-1e300", "9223372036854775807", "1e1000000000"})
  void rescuesNumbersThatAreNoTimeOfOurEra(String json) throws Exception {
    GenericRowData row = new GenericRowData(1);
    TimeForm form = new TimeForm(null, null, EpochUnit.SECONDS);
    assertThat(decode(column("TIMESTAMP_LTZ(6)", form), "{\"a\":" + json + "}", row))
        .hasToString("{\"a\":" + json + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dd.MM.yyyy HH:mm|29.02.2024 23:59|UTC|2024-02-29T23:59",
        "dd.MM.yyyy HH:mm|29.02.2024 23:59|Europe/Berlin|2024-02-29T22:59",
        "yyyyMMdd'T'HHmmssSSS|20240229T235959123|UTC|2024-02-29T23:59:59.123",
        "d MMM yyyy h:mm a|9 Feb 2024 3:05 pm|UTC|2024-02-09T15:05",
        "yyyy-MM-dd HH:mm:ssXXX|2024-02-29 23:59:59+01:00|UTC|2024-02-29T22:59:59"
      })
  void readsTimesByAPattern(String pattern, String text, String zone, String expected)
      throws Exception {
    GenericRowData row = new GenericRowData(1);
    TimeForm form = new TimeForm(pattern, zone, null);
    assertThat(decode(column("TIMESTAMP_LTZ(6)", form), "{\"a\":\"" + text + "\"}", row)).isNull();
    assertThat(row.getField(0)).hasToString(expected);
    assertThat(decode(column("TIMESTAMP_LTZ(6)", form), "{\"a\":\"" + text + "x\"}", row))
        .isNotNull();
  }

  @Test
  void readsTextsAsOtherTypesWhereTold() throws Exception {
    DeclaredColumn column = ColumnTypesTest.column("INT", NO_FORM, true);
    GenericRowData row = new GenericRowData(1);
    assertThat(decode(column, "{\"a\":\" 12 \"}", row)).isNull();
    assertThat(row.getField(0)).isEqualTo(12);
    assertThat(decode(column, "{\"a\":\"zwölf\"}", row)).hasToString("{\"a\":\"zwölf\"}");
    assertThat(decode(column, "{\"a\":\"١٢\"}", row)).isNotNull();
  }

  @Test
  void keepsAnyValueOfAJsonColumn() throws Exception {
    DeclaredColumn column =
        new DeclaredColumn(
            "a",
            ColumnTypes.parse("STRING"),
            List.of("a"),
            false,
            Mismatch.RESCUE,
            Set.of(),
            Map.of(),
            false,
            NO_FORM,
            true,
            "");
    GenericRowData row = new GenericRowData(1);
    for (String json : List.of("{\"b\":[1.50,null]}", "\"x\"", "1", "true", "[]")) {
      assertThat(decode(column, "{\"a\":" + json + "}", row)).isNull();
      assertThat(row.getField(0)).hasToString(json);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TEXT", "TIME", "ARRAY<INT>", "CHAR(3)", "VARCHAR(10)", "TIMESTAMP(9)"})
  void refusesOtherTypes(String name) {
    assertThatThrownBy(() -> ColumnTypes.parse(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + name + "' is no type that a column can have: STRING");
  }

  private static DeclaredColumn column(String type, TimeForm form) {
    return column(type, form, false);
  }

  private static DeclaredColumn column(String type, TimeForm form, boolean textAccepted) {
    return new DeclaredColumn(
        "a",
        ColumnTypes.parse(type),
        List.of("a"),
        false,
        Mismatch.RESCUE,
        Set.of(),
        Map.of(),
        textAccepted,
        form,
        false,
        "");
  }

  @Nullable
  private static StringData decode(DeclaredColumn column, String json, GenericRowData row)
      throws UnreadableRecordException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new JsonFormat().newDecoder(List.of(column)).decode(bytes, 0, bytes.length, row);
  }
}
