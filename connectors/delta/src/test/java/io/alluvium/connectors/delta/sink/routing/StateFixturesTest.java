package io.alluvium.connectors.delta.sink.routing;

import io.alluvium.fixtures.StateFixture;
import java.math.BigDecimal;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;

/** Savepoints of former releases stay readable: unaligned ones hold rows in flight. */
class StateFixturesTest {
  private static final RowType ROW_TYPE =
      (RowType)
          DataTypes.ROW(
                  DataTypes.FIELD("id", DataTypes.BIGINT().notNull()),
                  DataTypes.FIELD("na`me", DataTypes.STRING(), "what 'it' is called"),
                  DataTypes.FIELD("at", DataTypes.TIMESTAMP_LTZ(6)),
                  DataTypes.FIELD("local", DataTypes.TIMESTAMP(9)),
                  DataTypes.FIELD("day", DataTypes.DATE()),
                  DataTypes.FIELD("price", DataTypes.DECIMAL(30, 4)),
                  DataTypes.FIELD("raw", DataTypes.BYTES()),
                  DataTypes.FIELD("tags", DataTypes.ARRAY(DataTypes.STRING())),
                  DataTypes.FIELD("counts", DataTypes.MAP(DataTypes.STRING(), DataTypes.INT())),
                  DataTypes.FIELD(
                      "place", DataTypes.ROW(DataTypes.FIELD("x", DataTypes.DOUBLE().notNull()))),
                  DataTypes.FIELD("none", DataTypes.BOOLEAN()))
              .notNull()
              .getLogicalType();

  @Test
  void rowsInFlight() throws Exception {
    GenericRowData row =
        GenericRowData.of(
            4711L,
            StringData.fromString("ü"),
            TimestampData.fromEpochMillis(1_767_225_600_000L, 123_000),
            TimestampData.fromEpochMillis(-1, 999_999),
            20_454,
            DecimalData.fromBigDecimal(new BigDecimal("-12345678901234567890.1234"), 30, 4),
            new byte[] {0, -1},
            new GenericArrayData(new Object[] {StringData.fromString("a"), null}),
            new GenericMapData(Map.of(StringData.fromString("k"), 7)),
            GenericRowData.of(0.5),
            null);
    StateFixture.holds(
        "routed-row",
        new RoutedRowSerializer(),
        new RoutedRow("orders", ROW_TYPE, new RowDataSerializer(ROW_TYPE).toBinaryRow(row).copy()),
        3);
  }
}
