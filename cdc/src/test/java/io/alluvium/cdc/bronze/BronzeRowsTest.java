package io.alluvium.cdc.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.cdc.capture.CapturedChange;
import io.alluvium.cdc.capture.Operation;
import io.alluvium.cdc.capture.TableName;
import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;

class BronzeRowsTest {
  private static final TableName BUILDING = new TableName("operations", "building");
  private static final RowType COLUMNS =
      columns(DataTypes.FIELD("id", DataTypes.INT()), DataTypes.FIELD("name", DataTypes.STRING()));

  @Test
  void putsTheMetadataBehindTheColumns() {
    RoutedRow routed =
        convert(
            change(COLUMNS, Operation.UPDATE, row(1, "new"), row(1, "old"), null, null, 1_700_123));
    assertThat(routed.table()).isEqualTo("building");
    assertThat(routed.rowType().getFieldNames())
        .containsExactly(
            "id",
            "name",
            "_op",
            "_before",
            "_source",
            "_position",
            "_sequence",
            "_source_ts",
            "_ingest_ts",
            "_rescued");
    RowData row = routed.row();
    assertThat(row.getInt(0)).isEqualTo(1);
    assertThat(row.getString(1)).hasToString("new");
    assertThat(row.getString(2)).hasToString("u");
    assertThat(row.getString(3)).hasToString("{\"id\":1,\"name\":\"old\"}");
    assertThat(row.getString(4)).hasToString("ops");
    assertThat(row.getString(5)).hasToString("1/2");
    assertThat(row.getLong(6)).isEqualTo(77);
    assertThat(row.getTimestamp(7, 6)).isEqualTo(TimestampData.fromEpochMillis(1_700, 123_000));
    assertThat(row.getTimestamp(8, 6)).isEqualTo(TimestampData.fromEpochMillis(42));
    assertThat(row.isNullAt(9)).isTrue();
  }

  @Test
  void aDeleteHasTheColumnsThatTheSourceGives() {
    RowData row =
        convert(change(COLUMNS, Operation.DELETE, null, row(1, null), null, null, 0)).row();
    assertThat(row.getInt(0)).isEqualTo(1);
    assertThat(row.isNullAt(1)).isTrue();
    assertThat(row.getString(2)).hasToString("d");
    assertThat(row.getString(3)).hasToString("{\"id\":1}");
    assertThat(row.isNullAt(7)).isTrue();
  }

  @Test
  void aTruncateHasNoColumns() {
    RoutedRow routed =
        convert(change(new RowType(List.of()), Operation.TRUNCATE, null, null, null, null, 0));
    assertThat(routed.row().getString(0)).hasToString("t");
    assertThat(routed.row().isNullAt(1)).isTrue();
  }

  @Test
  void carriesLargeValuesOverOrNamesThem() {
    BitSet name = new BitSet();
    name.set(1);
    RowData kept =
        convert(change(COLUMNS, Operation.UPDATE, row(1, null), row(1, "old"), name, null, 0))
            .row();
    assertThat(kept.getString(1)).hasToString("old");
    assertThat(kept.isNullAt(9)).isTrue();
    RowData lost =
        convert(change(COLUMNS, Operation.UPDATE, row(1, null), row(1, null), name, null, 0)).row();
    assertThat(lost.isNullAt(1)).isTrue();
    assertThat(lost.getString(9)).hasToString("{\"_unavailable\":[\"name\"]}");
  }

  @Test
  void rescuesWhatHasNoFittingColumn() {
    RowType odd =
        columns(
            DataTypes.FIELD("Id", DataTypes.INT()),
            DataTypes.FIELD("id", DataTypes.INT()),
            DataTypes.FIELD("_op", DataTypes.STRING()),
            DataTypes.FIELD("the name", DataTypes.STRING()));
    RoutedRow routed =
        convert(
            change(
                odd,
                Operation.INSERT,
                GenericRowData.of(1, 2, StringData.fromString("x"), StringData.fromString("n")),
                null,
                null,
                Map.of("at", "infinity"),
                0));
    assertThat(routed.rowType().getFieldNames().subList(0, 3))
        .containsExactly("Id", "the_name", "_op");
    assertThat(routed.rowType().getFields().get(1).getDescription())
        .contains("Column 'the name' of the source");
    assertThat(routed.row().getInt(0)).isEqualTo(1);
    assertThat(routed.row().getString(1)).hasToString("n");
    assertThat(routed.row().getString(9))
        .hasToString("{\"id\":2,\"_op\":\"x\",\"at\":\"infinity\"}");
  }

  @Test
  void namesTablesApart() {
    TableName other = new TableName("archive", "building");
    TableName odd = new TableName("public", "the items");
    BronzeNames names =
        BronzeNames.of(List.of(BUILDING, other, odd), Map.of(), table -> Optional.empty());
    assertThat(names.of(BUILDING)).isEqualTo("operations_building");
    assertThat(names.of(other)).isEqualTo("archive_building");
    assertThat(names.of(odd)).matches("the_items_[0-9a-f]+");
    BronzeNames owned =
        BronzeNames.of(
            List.of(BUILDING, other),
            Map.of(),
            table -> table.equals("building") ? Optional.of(BUILDING) : Optional.empty());
    assertThat(owned.of(BUILDING)).isEqualTo("building");
    assertThat(owned.of(other)).isEqualTo("archive_building");
    assertThat(
            BronzeNames.of(
                    List.of(other),
                    Map.of(),
                    table -> table.equals("building") ? Optional.of(BUILDING) : Optional.empty())
                .of(other))
        .isEqualTo("archive_building");
    assertThat(
            BronzeNames.of(List.of(other), Map.of(other, "old"), table -> Optional.empty())
                .of(other))
        .isEqualTo("old");
  }

  private static RowData row(int id, String name) {
    return GenericRowData.of(id, name == null ? null : StringData.fromString(name));
  }

  private static CapturedChange change(
      RowType columns,
      Operation operation,
      RowData row,
      RowData before,
      BitSet unavailable,
      Map<String, String> unfit,
      long micros) {
    return new CapturedChange(
        BUILDING, columns, operation, row, before, unavailable, unfit, "1/2", 77, micros);
  }

  private static RoutedRow convert(CapturedChange change) {
    BronzeNames names = BronzeNames.of(List.of(BUILDING), Map.of(), table -> Optional.empty());
    List<RoutedRow> rows = new ArrayList<>();
    new BronzeRows("ops", names, Clock.fixed(Instant.ofEpochMilli(42), ZoneOffset.UTC))
        .convert(change, new ListCollector<>(rows));
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private static RowType columns(DataTypes.Field... fields) {
    return (RowType) DataTypes.ROW(fields).getLogicalType();
  }
}
