package io.alluvium.ingest.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelimitedRecordDecoderTest {
  private static final DelimitedFormat FORMAT =
      new DelimitedFormat(List.of("id", "name", "speed", "other"), ';', '"');

  private final RecordDecoder decoder =
      FORMAT.newDecoder(
          List.of(
              column("speed", "DOUBLE", false, Map.of("calm", "0")),
              column("id", "INT", true, Map.of()),
              column("name", "STRING", false, Map.of())));
  private final GenericRowData row = new GenericRowData(3);

  private static DeclaredColumn column(
      String name, String type, boolean required, Map<String, String> map) {
    return new DeclaredColumn(
        name,
        ColumnTypes.parse(type),
        List.of(name),
        required,
        Mismatch.RESCUE,
        type.equals("DOUBLE") ? Set.of("-") : Set.of(),
        map,
        false,
        TimeForm.ISO,
        false,
        "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "null",
      value = {
        "1;a;2.5;|2.5|1|a|null",
        "1;;;|null|1|null|null",
        "1;\"\";\"\";|null|1|``|null",
        "1;a b; 2 ;|2.0|1|a b|null",
        "1;\"a;\"\"b\"\"\";-;x|null|1|a;\"b\"|{\"other\":\"x\"}",
        "1;a;Calm;\"\"|0.0|1|a|{\"speed\":\"Calm\",\"other\":\"\"}",
        "1;a;fast;|null|1|a|{\"speed\":\"fast\"}",
        "1;a;1;2;3;4|1.0|1|a|{\"other\":\"2\",\"field_5\":\"3\",\"field_6\":\"4\"}",
        "1;a\"b;1;|1.0|1|a\"b|null"
      })
  void reads(String record, String speed, String id, String name, String rescued) throws Exception {
    assertThat(decode(record)).isEqualTo(rescued);
    assertThat(row)
        .isEqualTo(
            GenericRowData.of(
                speed == null ? null : Double.valueOf(speed),
                Integer.valueOf(id),
                StringData.fromString(name)));
    String withLineBreak = record + "\r\n";
    assertThat(decode(withLineBreak)).isEqualTo(rescued);
  }

  @Test
  void readsLineBreaksInQuotes() throws Exception {
    assertThat(decode("1;\"a\nb\";1;\n")).isNull();
    assertThat(row.getString(2)).hasToString("a\nb");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|EMPTY|the record is empty",
        "1;a|MALFORMED|the record has 2 fields, not 4",
        ";a;1;|MISSING_FIELD|field 'id' is missing or blank",
        "x;a;1;|WRONG_TYPE|field 'id' is the text 'x', not a whole number from -2147483648 to 2147483647",
        "1;\"a;1;|MALFORMED|a quote is not closed",
        "1;\"a\"b;1;|MALFORMED|a quote within a field is not doubled"
      })
  void refuses(String record, ErrorClass errorClass, String reason) {
    assertThatThrownBy(() -> decode(record))
        .isInstanceOf(UnreadableRecordException.class)
        .satisfies(
            error -> {
              assertThat(((UnreadableRecordException) error).errorClass()).isEqualTo(errorClass);
              assertThat(error).hasMessage(reason);
            });
  }

  @Test
  void refusesSeveralLinesAndOtherEncodings() {
    assertThatThrownBy(() -> decode("1;a;1;\n2;b;2;\n")).hasMessage("more than one line");
    byte[] latin = "1;ü;1;".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> decoder.decode(latin, 0, latin.length, row))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessage("not text in UTF-8");
  }

  @Test
  void refusesColumnsOfFieldsThatAreNotThere() {
    assertThatThrownBy(() -> FORMAT.newDecoder(List.of(column("size", "INT", false, Map.of()))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Column 'size' reads field 'size', which is none of id, name, speed, other");
  }

  /** Whatever the bytes are, there is a row or a reason. */
  @Test
  void survivesDamage() {
    Random random = new Random(2026);
    String alphabet = "1;\"\n\rab-;;\"\"";
    int read = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[random.nextInt(20)];
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] =
            random.nextInt(20) == 0
                ? (byte) random.nextInt(256)
                : (byte) alphabet.charAt(random.nextInt(alphabet.length()));
      }
      try {
        decoder.decode(bytes, 0, bytes.length, row);
        assertThat(row.isNullAt(1)).isFalse();
        read++;
      } catch (UnreadableRecordException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(read).isGreaterThan(20);
  }

  @Nullable
  private String decode(String record) throws UnreadableRecordException {
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
    StringData rescued = decoder.decode(bytes, 0, bytes.length, row);
    return rescued == null ? null : rescued.toString();
  }
}
