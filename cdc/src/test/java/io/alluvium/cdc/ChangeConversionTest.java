package io.alluvium.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.data.Bits;
import io.debezium.data.Json;
import io.debezium.data.VariableScaleDecimal;
import io.debezium.time.Date;
import io.debezium.time.MicroTime;
import io.debezium.time.MicroTimestamp;
import io.debezium.time.ZonedTimestamp;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

class ChangeConversionTest {
  private static final String UNAVAILABLE = "__debezium_unavailable_value";
  private static final Schema TEXT = Schema.OPTIONAL_STRING_SCHEMA;
  private static final Schema INT = Schema.OPTIONAL_INT32_SCHEMA;

  private final Events events = new Events().column("id", INT).column("name", TEXT);

  @Test
  void keepsWhereAChangeComesFrom() {
    RowData row =
        convert(
            events.event("u", events.row(1, "old"), events.row(1, "new"), 0x16B3748AAL, 1_700_000L),
            table("id", "int4", "name", "text"));
    assertThat(row.getInt(0)).isEqualTo(1);
    assertThat(row.getString(1)).hasToString("new");
    assertThat(row.getString(2)).hasToString("u");
    assertThat(row.getString(3)).hasToString("{\"id\":1,\"name\":\"old\"}");
    assertThat(row.getString(4)).hasToString("ops");
    assertThat(row.getString(5)).hasToString("1/6B3748AA");
    assertThat(row.getLong(6)).isEqualTo(0x16B3748AAL);
    assertThat(row.getTimestamp(7, 6)).isEqualTo(TimestampData.fromEpochMillis(1_700_000L));
    assertThat(row.getTimestamp(8, 6)).isEqualTo(TimestampData.fromEpochMillis(42));
    assertThat(row.isNullAt(9)).isTrue();
  }

  @Test
  void numbersRowsOfTheSnapshotZero() {
    RowData row =
        convert(
            events.event("r", null, events.row(1, "a"), 7_777, 0),
            table("id", "int4", "name", "text"));
    assertThat(row.getLong(6)).isZero();
    assertThat(row.getString(5)).hasToString("0/0");
    assertThat(row.isNullAt(7)).isTrue();
    assertThat(row.isNullAt(3)).isTrue();
  }

  @Test
  void keepsTheKeyOfADelete() {
    RowData row =
        convert(
            events.event("d", events.row(1, null), null, 5, 1),
            table("id", "int4", "name", "text"));
    assertThat(row.getInt(0)).isEqualTo(1);
    assertThat(row.isNullAt(1)).isTrue();
    assertThat(row.getString(2)).hasToString("d");
    assertThat(row.getString(3)).hasToString("{\"id\":1}");
  }

  @Test
  void keepsATruncateWithoutColumns() {
    RowData row = convert(events.event("t", null, null, 5, 1), table("id", "int4", "name", "text"));
    assertThat(row.isNullAt(0)).isTrue();
    assertThat(row.getString(2)).hasToString("t");
    assertThat(row.getLong(6)).isEqualTo(5);
  }

  @Test
  void doesNotPutTheDefaultInPlaceOfNull() {
    Events withDefault =
        new Events()
            .column("id", INT)
            .column("name", SchemaBuilder.string().optional().defaultValue("anon").build());
    RowData row =
        convert(
            withDefault.event("c", null, withDefault.row(1, null), 5, 1),
            table("id", "int4", "name", "text"));
    assertThat(row.isNullAt(1)).isTrue();
  }

  @Test
  void rescuesColumnsThatTheTableLacksAndLeavesThoseTheEventLacksNull() {
    Events newer =
        new Events()
            .column("id", INT)
            .column("floors", INT)
            .column("tags", SchemaBuilder.array(TEXT).optional().build())
            .column("price", Decimal.builder(2).optional().build())
            .column("unset", TEXT)
            .column("day", Date.builder().optional().build());
    RowData row =
        convert(
            newer.event(
                "c",
                null,
                newer.row(1, 7, List.of("a", "b"), new BigDecimal("12.50"), null, 19_000),
                5,
                1),
            table("id", "int4", "name", "text"));
    assertThat(row.getInt(0)).isEqualTo(1);
    assertThat(row.isNullAt(1)).isTrue();
    assertThat(row.getString(9))
        .hasToString(
            "{\"floors\":7,\"tags\":[\"a\",\"b\"],\"price\":12.50,\"day\":\"2022-01-08\"}");
  }

  @Test
  void rescuesValuesThatDoNotFitTheirColumn() {
    Events changed =
        new Events()
            .column("id", Schema.OPTIONAL_INT64_SCHEMA)
            .column("size", Schema.OPTIONAL_INT64_SCHEMA)
            .column("price", Decimal.builder(3).optional().build())
            .column("at", ZonedTimestamp.builder().optional().build())
            .column("flag", TEXT);
    RowType table =
        table("id", "int8", "size", "int4", "price", 655366, "at", "timestamptz", "flag", "bool");
    RowData row =
        convert(
            changed.event(
                "c",
                null,
                changed.row(1L, 5_000_000_000L, new BigDecimal("1.005"), "infinity", "yes"),
                5,
                1),
            table);
    assertThat(row.getLong(0)).isEqualTo(1);
    for (int i = 1; i < 5; i++) {
      assertThat(row.isNullAt(i)).isTrue();
    }
    assertThat(row.getString(12))
        .hasToString("{\"size\":5000000000,\"price\":1.005,\"at\":\"infinity\",\"flag\":\"yes\"}");
  }

  @Test
  void convertsEachType() {
    Events all =
        new Events()
            .column("d", Decimal.builder(2).optional().build())
            .column("n", VariableScaleDecimal.builder().optional().build())
            .column("day", Date.builder().optional().build())
            .column("at", ZonedTimestamp.builder().optional().build())
            .column("ts", MicroTimestamp.builder().optional().build())
            .column("t", MicroTime.builder().optional().build())
            .column("j", Json.builder().optional().build())
            .column("b", Schema.OPTIONAL_BYTES_SCHEMA)
            .column("bits", Bits.builder(5).optional().build())
            .column("arr", SchemaBuilder.array(INT).optional().build())
            .column("f", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .column("s", Schema.OPTIONAL_INT16_SCHEMA);
    RowType table =
        table(
            "d",
            655366,
            "n",
            "numeric",
            "day",
            "date",
            "at",
            "timestamptz",
            "ts",
            "timestamp",
            "t",
            "time",
            "j",
            "jsonb",
            "b",
            "bytea",
            "bits",
            "bit",
            "arr",
            "_int4",
            "f",
            "float8",
            "s",
            "int2");
    Struct variable =
        VariableScaleDecimal.fromLogical(
            all.row(new Object[12]).schema().field("n").schema(),
            new io.debezium.data.SpecialValueDecimal(new BigDecimal("123.4500")));
    RowData row =
        convert(
            all.event(
                "c",
                null,
                all.row(
                    new BigDecimal("-3.14"),
                    variable,
                    19_000,
                    "2024-05-01T12:00:00.123456+02:00",
                    1_500_000L,
                    3_600_000_000L,
                    "{\"a\": 1}",
                    ByteBuffer.wrap(new byte[] {1, 2}),
                    new byte[] {0b10011},
                    List.of(1, 2),
                    Double.NaN,
                    (short) -3),
                5,
                1),
            table);
    assertThat(row.getDecimal(0, 10, 2))
        .isEqualTo(DecimalData.fromBigDecimal(new BigDecimal("-3.14"), 10, 2));
    assertThat(row.getString(1)).hasToString("123.4500");
    assertThat(row.getInt(2)).isEqualTo(19_000);
    assertThat(row.getTimestamp(3, 6).toInstant())
        .isEqualTo(Instant.parse("2024-05-01T10:00:00.123456Z"));
    assertThat(row.getString(4)).hasToString("1970-01-01 00:00:01.500");
    assertThat(row.getString(5)).hasToString("01:00:00");
    assertThat(row.getString(6)).hasToString("{\"a\": 1}");
    assertThat(row.getBinary(7)).containsExactly(1, 2);
    assertThat(row.getString(8)).hasToString("10011");
    assertThat(row.getString(9)).hasToString("[1,2]");
    assertThat(row.getDouble(10)).isNaN();
    assertThat(row.getShort(11)).isEqualTo((short) -3);
    assertThat(row.isNullAt(19)).isTrue();
  }

  @Test
  void neverWritesThePlaceholderOfAnUnchangedLargeValue() {
    Events large =
        new Events()
            .column("id", INT)
            .column("name", TEXT)
            .column("body", Schema.OPTIONAL_BYTES_SCHEMA)
            .column("tags", SchemaBuilder.array(TEXT).optional().build())
            .column("added", TEXT);
    byte[] placeholder = UNAVAILABLE.getBytes(StandardCharsets.UTF_8);
    Struct after =
        large.row(1, UNAVAILABLE, ByteBuffer.wrap(placeholder), List.of(UNAVAILABLE), UNAVAILABLE);
    RowType table = table("id", "int4", "name", "text", "body", "bytea", "tags", "_text");

    RowData lost = convert(large.event("u", null, after, 5, 1), table);
    for (int i = 1; i < 4; i++) {
      assertThat(lost.isNullAt(i)).isTrue();
    }
    assertThat(lost.getString(11))
        .hasToString("{\"_unavailable\":[\"name\",\"body\",\"tags\",\"added\"]}");

    Struct before =
        large.row(1, "kept", ByteBuffer.wrap(new byte[] {9}), List.of("x"), UNAVAILABLE);
    RowData kept = convert(large.event("u", before, after, 5, 1), table);
    assertThat(kept.getString(1)).hasToString("kept");
    assertThat(kept.getBinary(2)).containsExactly(9);
    assertThat(kept.getString(3)).hasToString("[\"x\"]");
    assertThat(kept.getString(11)).hasToString("{\"_unavailable\":[\"added\"]}");
    assertThat(kept.getString(5)).asString().doesNotContain(UNAVAILABLE);
  }

  @Test
  void followsAChangeOfTheEventsSchema() {
    ChangeConversion conversion =
        new ChangeConversion(table("id", "int4", "name", "text"), ReplicaIdentity.full(), "ops");
    Events reordered = new Events().column("name", TEXT).column("id", INT);
    assertThat(ids(conversion, events.event("c", null, events.row(1, "a"), 5, 1))).isEqualTo("1a");
    assertThat(ids(conversion, reordered.event("c", null, reordered.row("b", 2), 5, 1)))
        .isEqualTo("2b");
  }

  private static String ids(ChangeConversion conversion, Struct event) {
    RowData row = conversion.convert(event, 0);
    return row.getInt(0) + row.getString(1).toString();
  }

  private static RowData convert(Struct event, RowType table) {
    GenericRowData row =
        (GenericRowData)
            new ChangeConversion(table, ReplicaIdentity.full(), "ops").convert(event, 42);
    for (int i = 0; i < row.getArity(); i++) {
      // Flink's internal form, which a Java string is not.
      assertThat(row.getField(i) instanceof String).isFalse();
    }
    assertThat(row.getField(table.getFieldIndex("_op"))).isInstanceOf(StringData.class);
    return row;
  }

  /** Names and types in turn; a number in place of a type is the modifier of a numeric. */
  private static RowType table(Object... columns) {
    List<SourceColumn> list = new java.util.ArrayList<>();
    for (int i = 0; i < columns.length; i += 2) {
      list.add(
          columns[i + 1] instanceof Integer modifier
              ? new SourceColumn((String) columns[i], "numeric", modifier)
              : new SourceColumn((String) columns[i], (String) columns[i + 1], -1));
    }
    return BronzeTable.design(
        new SourceTable(new TableName("operations", "building"), list, ReplicaIdentity.full()));
  }
}
