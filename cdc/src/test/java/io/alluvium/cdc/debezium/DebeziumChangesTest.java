package io.alluvium.cdc.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.cdc.capture.CapturedChange;
import io.alluvium.cdc.capture.Operation;
import io.alluvium.cdc.capture.TableName;
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
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

class DebeziumChangesTest {
  private static final String UNAVAILABLE = "__debezium_unavailable_value";
  private static final Schema TEXT = Schema.OPTIONAL_STRING_SCHEMA;
  private static final Schema INT = Schema.OPTIONAL_INT32_SCHEMA;
  private static final TableName BUILDING = new TableName("operations", "building");

  private final Events events = new Events().column("id", INT).column("name", TEXT);

  @Test
  void keepsWhereAChangeComesFrom() {
    CapturedChange change =
        change(events.event("u", events.row(1, "old"), events.row(1, "new"), 0x16B3748AAL, 1_700L));
    assertThat(change.table()).isEqualTo(BUILDING);
    assertThat(change.operation()).isEqualTo(Operation.UPDATE);
    assertThat(change.row().getInt(0)).isEqualTo(1);
    assertThat(change.row().getString(1)).hasToString("new");
    assertThat(change.before().getString(1)).hasToString("old");
    assertThat(change.sequence()).isEqualTo(0x16B3748AAL);
    assertThat(change.sourceMicros()).isEqualTo(1_700_000L);
  }

  @Test
  void rowsOfTheSnapshotHaveNoPlaceInTheLog() {
    CapturedChange change = change(events.event("r", null, events.row(1, "a"), 7_777, 5));
    assertThat(change.operation()).isEqualTo(Operation.SNAPSHOT);
    assertThat(change.sequence()).isZero();
    assertThat(change.sourceMicros()).isZero();
  }

  @Test
  void takesOfARowBeforeWhatTheServerSent() {
    Events defaults =
        new Events().column("id", INT).column("height", Schema.INT32_SCHEMA).column("name", TEXT);
    DebeziumChanges changes =
        new DebeziumChanges(
            new TestOrigin(), new ReplicaIdentity(Map.of(BUILDING, Set.of("id"))), (c, out) -> {});
    CapturedChange change =
        changes.change(defaults.event("d", defaults.row(1, 0, null), null, 5, 1));
    assertThat(change.row()).isNull();
    assertThat(change.before().getInt(0)).isEqualTo(1);
    assertThat(change.before().isNullAt(1)).isTrue();
    assertThat(change.before().isNullAt(2)).isTrue();
  }

  @Test
  void aTruncateHasNoRow() {
    CapturedChange change = change(events.event("t", null, null, 5, 1));
    assertThat(change.operation()).isEqualTo(Operation.TRUNCATE);
    assertThat(change.row()).isNull();
    assertThat(change.before()).isNull();
    assertThat(change.sequence()).isEqualTo(5);
  }

  @Test
  void doesNotPutTheDefaultInPlaceOfNull() {
    Events withDefault =
        new Events()
            .column("id", INT)
            .column("name", SchemaBuilder.string().optional().defaultValue("anon").build());
    CapturedChange change = change(withDefault.event("c", null, withDefault.row(1, null), 5, 1));
    assertThat(change.row().isNullAt(1)).isTrue();
  }

  @Test
  void namesValuesThatTheTypeCannotHold() {
    Events times =
        new Events().column("id", INT).column("at", ZonedTimestamp.builder().optional().build());
    CapturedChange change = change(times.event("c", null, times.row(1, "infinity"), 5, 1));
    assertThat(change.row().isNullAt(1)).isTrue();
    assertThat(change.unfit()).isEqualTo(Map.of("at", "infinity"));
  }

  @Test
  void convertsEachType() {
    Events all =
        new Events()
            .column(
                "d",
                Decimal.builder(2).parameter("connect.decimal.precision", "10").optional().build())
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
            .column("s", Schema.OPTIONAL_INT16_SCHEMA)
            .column("money", Decimal.builder(2).optional().build())
            .column("l", Schema.OPTIONAL_INT64_SCHEMA);
    Struct variable =
        VariableScaleDecimal.fromLogical(
            all.row(new Object[14]).schema().field("n").schema(),
            new io.debezium.data.SpecialValueDecimal(new BigDecimal("123.4500")));
    CapturedChange change =
        change(
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
                    (short) -3,
                    new BigDecimal("12.34"),
                    5L),
                5,
                1));
    RowData row = change.row();
    List<LogicalType> types = change.columns().getChildren();
    assertThat(types.get(0)).isEqualTo(new DecimalType(10, 2));
    assertThat(row.getDecimal(0, 10, 2))
        .isEqualTo(DecimalData.fromBigDecimal(new BigDecimal("-3.14"), 10, 2));
    assertThat(row.getString(1)).hasToString("123.4500");
    assertThat(types.get(2)).isEqualTo(new DateType());
    assertThat(row.getInt(2)).isEqualTo(19_000);
    assertThat(types.get(3)).isEqualTo(new LocalZonedTimestampType(6));
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
    assertThat(types.get(12)).isEqualTo(VarCharType.STRING_TYPE);
    assertThat(row.getString(12)).hasToString("12.34");
    assertThat(types.get(13)).isEqualTo(new BigIntType());
  }

  @Test
  void marksLargeValuesThatTheChangeLeftAlone() {
    Events large =
        new Events()
            .column("id", INT)
            .column("name", TEXT)
            .column("body", Schema.OPTIONAL_BYTES_SCHEMA)
            .column("tags", SchemaBuilder.array(TEXT).optional().build());
    byte[] placeholder = UNAVAILABLE.getBytes(StandardCharsets.UTF_8);
    CapturedChange change =
        change(
            large.event(
                "u",
                null,
                large.row(1, UNAVAILABLE, ByteBuffer.wrap(placeholder), List.of(UNAVAILABLE)),
                5,
                1));
    BitSet expected = new BitSet();
    expected.set(1, 4);
    assertThat(change.unavailable()).isEqualTo(expected);
    for (int i = 1; i < 4; i++) {
      assertThat(change.row().isNullAt(i)).isTrue();
    }
  }

  @Test
  void followsAChangeOfTheEventsSchema() {
    DebeziumChanges changes =
        new DebeziumChanges(new TestOrigin(), ReplicaIdentity.full(), (c, out) -> {});
    Events reordered = new Events().column("name", TEXT).column("id", INT);
    CapturedChange first = changes.change(events.event("c", null, events.row(1, "a"), 5, 1));
    CapturedChange second = changes.change(events.event("c", null, events.row(3, "c"), 5, 1));
    CapturedChange third = changes.change(reordered.event("c", null, reordered.row("b", 2), 5, 1));
    assertThat(second.columns()).isSameAs(first.columns());
    assertThat(third.columns().getFieldNames()).containsExactly("name", "id");
    assertThat(third.columns().getTypeAt(1)).isEqualTo(new IntType());
    assertThat(third.row().getInt(1)).isEqualTo(2);
  }

  private static CapturedChange change(Struct event) {
    return new DebeziumChanges(new TestOrigin(), ReplicaIdentity.full(), (c, out) -> {})
        .change(event);
  }

  private static final class TestOrigin implements Origin {
    private static final long serialVersionUID = 1L;

    @Override
    public TableName table(Struct source) {
      return new TableName(source.getString("schema"), source.getString("table"));
    }

    @Override
    public Position position(Struct source) {
      return source == null
          ? new Position("0", 0)
          : new Position(source.getInt64("lsn").toString(), source.getInt64("lsn"));
    }
  }
}
