package io.alluvium.connectors.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvBufferTest {
  private final ValueText text =
      ColumnTypes.of(new RowType.RowField("d", new DoubleType()), 0, null).text();

  private String text(double value) throws Exception {
    CsvBuffer into = new CsvBuffer();
    text.write(GenericRowData.of(value), into);
    return into.text(0, 100);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0, 0.0",
    "-0.0, -0.0",
    "12.25, 12.25",
    "-12.25, -12.25",
    "-0.5, -0.5",
    "0.0001, 0.0001",
    "100.0, 100.0",
    "-1000000.0, -1000000.0",
    "0.1, 0.1",
    "0.00001, 1.0E-5",
    "NaN, NaN",
    "Infinity, inf",
    "-Infinity, -inf",
    "1.7976931348623157E308, 1.7976931348623157E308"
  })
  void writesDoubles(double value, String expected) throws Exception {
    assertThat(text(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        9,
        10,
        99,
        100,
        101,
        999,
        1_000,
        1_234_567,
        -1,
        -10,
        -4_096,
        Integer.MIN_VALUE,
        999_999_999_999_999_999L,
        1_000_000_000_000_000_000L,
        Long.MAX_VALUE,
        -Long.MAX_VALUE,
        Long.MIN_VALUE
      })
  void writesWholeNumbers(long value) {
    CsvBuffer into = new CsvBuffer();
    into.number(value);
    assertThat(into.text(0, 100)).isEqualTo(Long.toString(value));
  }

  @Test
  void everyDoubleIsReadBackAsItWas() throws Exception {
    long seed = Long.getLong("alluvium.seed", 20261126L);
    Random random = new Random(seed);
    for (int i = 0; i < 200_000; i++) {
      double few = random.nextInt() / Math.pow(10, random.nextInt(6)) * (1 + random.nextInt(500));
      for (double value :
          new double[] {few, Math.nextUp(few), Double.longBitsToDouble(random.nextLong())}) {
        if (Double.isFinite(value)) {
          assertThat(Double.parseDouble(text(value)))
              .as("seed %d, %s as %s", seed, value, text(value))
              .isEqualTo(value);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "a \"b\", c\n", "\u007f", "\u0080", "Köln", "a \"\u2603", "\uD83D\uDE00"})
  void textsInQuotes(String text) throws Exception {
    CsvBuffer expected = new CsvBuffer();
    expected.quoted(text.getBytes(StandardCharsets.UTF_8));
    CsvBuffer found = new CsvBuffer();

    boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    // Behind something else, and where the buffer has to grow.
    byte[] before = new byte[64 * 1024 - 3];
    found.append(before, 0, before.length);
    assertThat(found.quotedAscii(text)).isEqualTo(ascii);
    assertThat(found.text(before.length, 100)).isEqualTo(ascii ? expected.text(0, 100) : "");
    assertThat(found.length()).isEqualTo(before.length + (ascii ? expected.length() : 0));
  }
}
