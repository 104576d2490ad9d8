package io.alluvium.connectors.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What COPY refuses must not get into a checkpoint. */
class ColumnTypesTest {
  private static String written(LogicalType type, String definition, Object value)
      throws BadValueException {
    CsvBuffer into = new CsvBuffer();
    ColumnTypes.of(new RowType.RowField("c", type), 0, definition)
        .text()
        .write(GenericRowData.of(value), into);
    return into.text(0, 1_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NUMBER(5,2) | 999.994",
        "NUMBER(5,2) | -999.994",
        "NUMBER(5,2) | 0.000001",
        "NUMBER(2,2) | 0.99",
        "NUMBER(1,0) | 9.4",
        "NUMBER(38,0) | 1.0E37"
      })
  void numbersThatFitAreWritten(String definition, double value) throws Exception {
    assertThat(Double.parseDouble(written(new DoubleType(), definition, value))).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NUMBER(5,2) | 999.995",
        "NUMBER(5,2) | -1000",
        "NUMBER(2,2) | 0.995",
        "NUMBER(1,0) | 9.5",
        "NUMBER(38,0) | 1.0E38",
        "NUMBER(38,10) | NaN",
        "NUMBER(38,10) | Infinity",
        "NUMBER(38,10) | -Infinity"
      })
  void numbersThatDoNotFitAreBad(String definition, double value) {
    assertThatThrownBy(() -> written(new DoubleType(), definition, value))
        .isInstanceOf(BadValueException.class)
        .hasMessageContaining(definition);
  }

  @Test
  void eachKindOfNumberIsLookedAt() throws Exception {
    assertThat(written(new BigIntType(), "NUMBER(3,0)", 999L)).isEqualTo("999");
    assertThat(written(new BigIntType(), "NUMBER(38,2)", Long.MIN_VALUE))
        .isEqualTo("-9223372036854775808");
    assertThat(written(new FloatType(), "NUMBER(3,1)", 12.5f)).isEqualTo("12.5");
    assertThat(written(new DoubleType(), "FLOAT", Double.NaN)).isEqualTo("NaN");
    DecimalType decimal = new DecimalType(10, 4);
    DecimalData value = DecimalData.fromBigDecimal(new BigDecimal("99999.9999"), 10, 4);
    assertThat(written(decimal, "NUMBER(8,2)", value)).isEqualTo("99999.9999");
    assertThatThrownBy(() -> written(decimal, "NUMBER(6,1)", value))
        .isInstanceOf(BadValueException.class)
        .hasMessage("99999.9999 has more digits than a NUMBER(6,1)");
    assertThatThrownBy(() -> written(new BigIntType(), "NUMBER(3,0)", -1_000L))
        .isInstanceOf(BadValueException.class);
    assertThatThrownBy(() -> written(new FloatType(), "NUMBER(3,1)", Float.NaN))
        .isInstanceOf(BadValueException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":[1,2.5e3,null,true],\"b\":{\"a\":\"\\u00fc\"}}",
        "[]",
        "7",
        "\"text\"",
        "null",
        "",
        " "
      })
  void textsThatAreJsonAreWritten(String json) throws Exception {
    assertThat(written(VarCharType.STRING_TYPE, "VARIANT", StringData.fromString(json)))
        .isEqualTo('"' + json.replace("\"", "\"\"") + '"');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text",
        "{\"a\":1",
        "{\"a\":1,\"a\":2}",
        "[1,]",
        "{\"a\":1} {}",
        "NaN",
        "[\"a\nb\"]",
        "}"
      })
  void textsThatAreNoneAreBad(String json) {
    assertThatThrownBy(() -> written(VarCharType.STRING_TYPE, "ARRAY", StringData.fromString(json)))
        .isInstanceOf(BadValueException.class)
        .hasMessageContaining("JSON");
  }

  @Test
  void anObjectTakesObjectsOnly() throws Exception {
    for (String json : new String[] {"{\"a\":1}", "null", ""}) {
      written(VarCharType.STRING_TYPE, "OBJECT", StringData.fromString(json));
    }
    assertThatThrownBy(
            () -> written(VarCharType.STRING_TYPE, "OBJECT", StringData.fromString("[1]")))
        .isInstanceOf(BadValueException.class)
        .hasMessage("its JSON is no object");
  }
}
