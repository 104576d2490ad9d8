package io.alluvium.ingest.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.junit.jupiter.api.Test;

class AvroRecordDecoderTest {
  private static final String JSON =
      """
      {"type": "record", "name": "R", "fields": [
        {"name": "id", "type": "long"},
        {"name": "text", "type": ["null", "string"]},
        {"name": "ratio", "type": ["null", "double"]},
        {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
        {"name": "day", "type": {"type": "int", "logicalType": "date"}},
        {"name": "kind", "type": {"type": "enum", "name": "K", "symbols": ["A", "B"]}},
        {"name": "raw", "type": {"type": "fixed", "name": "F", "size": 2}},
        {"name": "place", "type": {"type": "record", "name": "P", "fields": [
          {"name": "lat", "type": "float"}, {"name": "tags", "type": {"type": "array", "items": "string"}}]}},
        {"name": "extra", "type": {"type": "map", "values": "int"}}]}
      """;
  private static final Schema SCHEMA = new Schema.Parser().parse(JSON);
  private static final List<DeclaredColumn> COLUMNS =
      List.of(
          column("id", "BIGINT"),
          column("text", "STRING"),
          column("ratio", "DOUBLE"),
          column("price", "DECIMAL(10, 3)"),
          column("at", "TIMESTAMP_LTZ(6)"),
          column("day", "DATE"),
          column("kind", "STRING"),
          column("raw", "BYTES"),
          new DeclaredColumn(
              "lat",
              ColumnTypes.parse("DOUBLE"),
              List.of("place", "lat"),
              false,
              Mismatch.RESCUE,
              Set.of(),
              Map.of(),
              false,
              TimeForm.ISO,
              false,
              ""));

  private final GenericRowData row = new GenericRowData(COLUMNS.size());

  private static DeclaredColumn column(String name, String type) {
    return DeclaredColumn.of(name, ColumnTypes.parse(type));
  }

  @Test
  void readsTypesAndRescuesTheRest() throws Exception {
    RecordDecoder decoder = new AvroFormat(JSON, Map.of()).newDecoder(COLUMNS);
    byte[] bytes = bytes(record());
    StringData rescued = decoder.decode(bytes, 0, bytes.length, row);
    assertRow();
    assertThat(rescued).hasToString("{\"place\":{\"tags\":[\"x\",\"ü\"]},\"extra\":{\"n\":7}}");
  }

  @Test
  void readsRegisteredSchemasByTheirNumber() throws Exception {
    RecordDecoder decoder = new AvroFormat(null, Map.of(70_000, JSON)).newDecoder(COLUMNS);
    byte[] body = bytes(record());
    byte[] message = framed(70_000, body);
    decoder.decode(message, 0, message.length, row);
    assertRow();
    byte[] unknown = framed(5, body);
    assertThatThrownBy(() -> decoder.decode(unknown, 0, unknown.length, row))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessage("the definition has no schema number 5");
    assertThatThrownBy(() -> decoder.decode(body, 0, body.length, row))
        .hasMessageStartingWith("not in Confluent's wire format");
  }

  @Test
  void rescuesChangedTypes() throws Exception {
    RecordDecoder decoder =
        new AvroFormat(JSON, Map.of())
            .newDecoder(List.of(column("id", "INT"), column("text", "INT"), column("at", "DATE")));
    GenericRecord record = record();
    record.put("id", 1L << 40);
    byte[] bytes = bytes(record);
    GenericRowData three = new GenericRowData(3);
    assertThat(decoder.decode(bytes, 0, bytes.length, three).toString())
        .contains("\"id\":1099511627776")
        .contains("\"text\":\"ä\"")
        .contains("\"price\":1234.50")
        .contains("\"raw\":\"AQI=\"")
        .contains("\"at\":\"2024-02-29T01:02:03.000456Z\"")
        .contains("\"kind\":\"B\"");
    assertThat(three).isEqualTo(new GenericRowData(3));
  }

  @Test
  void refusesOtherSchemas() {
    assertThatThrownBy(() -> new AvroFormat("{\"type\": \"strin\"}", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Not an Avro schema: ");
    assertThatThrownBy(() -> new AvroFormat("\"string\"", Map.of()))
        .hasMessage("The Avro schema is of a string, not of a record");
  }

  /** Whatever the bytes are, there is a row or a reason, within the memory of the bytes. */
  @Test
  void survivesDamage() throws Exception {
    RecordDecoder decoder = new AvroFormat(JSON, Map.of()).newDecoder(COLUMNS);
    Random random = new Random(2026);
    byte[] whole = bytes(record());
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length + 3));
      for (int j = random.nextInt(4); j > 0 && damaged.length > 0; j--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        decoder.decode(damaged, 0, damaged.length, row);
        read++;
      } catch (UnreadableRecordException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(read).isBetween(50, 19_950);
  }

  private void assertRow() {
    assertThat(row.getLong(0)).isEqualTo(42);
    assertThat(row.getString(1)).hasToString("ä");
    assertThat(row.isNullAt(2)).isTrue();
    assertThat(row.getField(3))
        .isEqualTo(DecimalData.fromBigDecimal(new BigDecimal("1234.500"), 10, 3));
    assertThat(row.getField(4))
        .isEqualTo(TimestampData.fromInstant(Instant.parse("2024-02-29T01:02:03.000456Z")));
    assertThat(row.getField(5)).isEqualTo(19_782);
    assertThat(row.getString(6)).hasToString("B");
    assertThat(row.getBinary(7)).containsExactly(1, 2);
    assertThat(row.getDouble(8)).isEqualTo(1.5);
  }

  private static GenericRecord record() {
    GenericRecord place = new GenericData.Record(SCHEMA.getField("place").schema());
    place.put("lat", 1.5f);
    place.put("tags", List.of("x", "ü"));
    GenericRecord record = new GenericData.Record(SCHEMA);
    record.put("id", 42L);
    record.put("text", "ä");
    record.put("price", ByteBuffer.wrap(new BigDecimal("1234.50").unscaledValue().toByteArray()));
    record.put("at", Instant.parse("2024-02-29T01:02:03Z").getEpochSecond() * 1_000_000 + 456);
    record.put("day", 19_782);
    record.put("kind", new GenericData.EnumSymbol(SCHEMA.getField("kind").schema(), "B"));
    record.put("raw", new GenericData.Fixed(SCHEMA.getField("raw").schema(), new byte[] {1, 2}));
    record.put("place", place);
    record.put("extra", Map.of("n", 7));
    return record;
  }

  private static byte[] bytes(GenericRecord record) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(SCHEMA).write(record, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static byte[] framed(int id, byte[] body) {
    return ByteBuffer.allocate(5 + body.length).put((byte) 0).putInt(id).put(body).array();
  }
}
