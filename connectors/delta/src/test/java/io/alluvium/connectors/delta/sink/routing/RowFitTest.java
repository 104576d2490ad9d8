package io.alluvium.connectors.delta.sink.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.DeltaException;
import java.math.BigDecimal;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;

class RowFitTest {
  private static final String RESCUED = "_rescued";
  private static final RowType TABLE =
      type(
          DataTypes.FIELD("id", DataTypes.BIGINT()),
          DataTypes.FIELD("name", DataTypes.STRING()),
          DataTypes.FIELD(RESCUED, DataTypes.STRING()));

  @Test
  void aRowOfTheTablesFormIsNotCopied() {
    RowData row = GenericRowData.of(1L, StringData.fromString("a"), null);

    assertThat(new RowFit(TABLE, TABLE, RESCUED).fit(row)).isSameAs(row);
  }

  @Test
  void columnsAreFoundByNameAndGrow() {
    RowType rows =
        type(DataTypes.FIELD("name", DataTypes.STRING()), DataTypes.FIELD("id", DataTypes.INT()));

    RowData fitted =
        new RowFit(rows, TABLE, RESCUED).fit(GenericRowData.of(StringData.fromString("a"), 7));

    assertThat(fitted).isEqualTo(GenericRowData.of(7L, StringData.fromString("a"), null));
  }

  @Test
  void whatDoesNotFitIsRescuedBesideWhatWasRescuedBefore() {
    RowType rows =
        type(
            DataTypes.FIELD("id", DataTypes.STRING()),
            DataTypes.FIELD("name", DataTypes.STRING()),
            DataTypes.FIELD(RESCUED, DataTypes.STRING()),
            DataTypes.FIELD("price", DataTypes.DECIMAL(6, 2)),
            DataTypes.FIELD("at", DataTypes.TIMESTAMP_LTZ(3)),
            DataTypes.FIELD("tags", DataTypes.ARRAY(DataTypes.STRING())),
            DataTypes.FIELD("place", DataTypes.ROW(DataTypes.FIELD("x", DataTypes.DOUBLE()))),
            DataTypes.FIELD("nothing", DataTypes.INT()));
    RowData row =
        GenericRowData.of(
            StringData.fromString("seven"),
            StringData.fromString("a"),
            StringData.fromString("{\"old\":[1]}"),
            DecimalData.fromBigDecimal(new BigDecimal("1.50"), 6, 2),
            TimestampData.fromEpochMillis(0),
            new GenericArrayData(new Object[] {StringData.fromString("t\""), null}),
            GenericRowData.of(Double.NaN),
            null);

    RowData fitted = new RowFit(rows, TABLE, RESCUED).fit(row);

    assertThat(fitted.isNullAt(0)).isTrue();
    assertThat(fitted.getString(2).toString())
        .isEqualTo(
            "{\"old\":[1],\"id\":\"seven\",\"price\":1.50,\"at\":\"1970-01-01T00:00:00Z\","
                + "\"tags\":[\"t\\\"\",null],\"place\":{\"x\":\"NaN\"}}");
  }

  @Test
  void anEvolvingTableGainsColumnsAndRescuesTypesThatDoNotFit() {
    RowType rows =
        type(
            DataTypes.FIELD("id", DataTypes.STRING()),
            DataTypes.FIELD("colour", DataTypes.STRING().notNull()));

    RowType evolved = columns(SchemaPolicy.EVOLVE).with(rows, TABLE, false);

    assertThat(evolved.getFieldNames()).containsExactly("id", "name", RESCUED, "colour");
    assertThat(evolved.getTypeAt(3).isNullable()).isTrue();
    assertThat(evolved.getTypeAt(0)).isEqualTo(TABLE.getTypeAt(0));
  }

  @Test
  void aTypeGrowsOnlyWhereTheTableLetsIt() {
    RowType rows = type(DataTypes.FIELD("id", DataTypes.DECIMAL(20, 0)));

    assertThat(columns(SchemaPolicy.EVOLVE).with(rows, TABLE, true).getTypeAt(0))
        .isEqualTo(DataTypes.DECIMAL(20, 0).getLogicalType());
    assertThat(columns(SchemaPolicy.EVOLVE).with(rows, TABLE, false)).isEqualTo(TABLE);
    assertThat(columns(SchemaPolicy.RESCUE).with(rows, TABLE, true)).isEqualTo(TABLE);
  }

  @Test
  void theTableStaysAsItIsWhereValuesAreRescued() {
    RowType rows = type(DataTypes.FIELD("colour", DataTypes.STRING()));

    assertThat(columns(SchemaPolicy.RESCUE).with(rows, TABLE, false)).isEqualTo(TABLE);
  }

  @Test
  void stopsWithThePlaceAndTheRemedy() {
    RowType unknown = type(DataTypes.FIELD("colour", DataTypes.STRING()));
    RowType otherCase = type(DataTypes.FIELD("NAME", DataTypes.STRING()));
    RowType withoutRescue = type(DataTypes.FIELD("id", DataTypes.BIGINT()));

    assertThatThrownBy(() -> columns(SchemaPolicy.STOP).with(unknown, TABLE, false))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("Table /t: a row brings 'colour'")
        .hasMessageContaining("'stop'");
    assertThatThrownBy(() -> columns(SchemaPolicy.RESCUE).with(unknown, withoutRescue, false))
        .hasMessageContaining("there is no column '_rescued'");
    assertThat(columns(SchemaPolicy.EVOLVE).with(otherCase, TABLE, false)).isEqualTo(TABLE);
  }

  private static TableColumns columns(SchemaPolicy policy) {
    return new TableColumns("/t", policy, RESCUED);
  }

  private static RowType type(DataTypes.Field... fields) {
    return (RowType) DataTypes.ROW(fields).getLogicalType().copy(false);
  }
}
