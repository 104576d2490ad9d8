package io.alluvium.cdc.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.cdc.capture.CapturedChange;
import io.alluvium.cdc.capture.Operation;
import io.alluvium.cdc.capture.TableName;
import io.alluvium.cdc.capture.TablePattern;
import java.util.BitSet;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformTest {
  private static final TableName PEOPLE = new TableName("public", "people");
  private static final RowType COLUMNS =
      (RowType)
          DataTypes.ROW(
                  DataTypes.FIELD("id", DataTypes.INT()),
                  DataTypes.FIELD("email", DataTypes.STRING()),
                  DataTypes.FIELD("born", DataTypes.DATE()),
                  DataTypes.FIELD("notes", DataTypes.STRING()))
              .getLogicalType();

  @Test
  void dropsMasksAndKeeps() {
    CapturedChange change =
        transform("*, -notes, SHA256(email) AS email, NULL AS born", null)
            .apply(
                change(
                    Operation.UPDATE,
                    row(1, "a@b.de", 10, "secret"),
                    row(1, "x@b.de", 10, "older"),
                    Map.of("notes", "secret", "born", "infinity", "email", "a@b.de")));
    assertThat(change.columns().getFieldNames()).containsExactly("id", "email", "born");
    assertThat(change.row().getInt(0)).isEqualTo(1);
    assertThat(change.row().getString(1)).hasToString(ColumnText.sha256("a@b.de"));
    assertThat(change.row().isNullAt(2)).isTrue();
    assertThat(change.before().getString(1)).hasToString(ColumnText.sha256("x@b.de"));
    assertThat(change.unfit()).isEqualTo(Map.of("email", ColumnText.sha256("a@b.de")));
    assertThat(change.unavailable()).isNull();
  }

  @Test
  void hashesAsOthersDo() {
    assertThat(ColumnText.sha256("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void keepsTheNamedOnly() {
    CapturedChange change =
        transform("born, id", null)
            .apply(change(Operation.INSERT, row(1, "e", 10, "n"), null, null));
    assertThat(change.columns().getFieldNames()).containsExactly("id", "born");
    assertThat(change.row().getInt(1)).isEqualTo(10);
  }

  @Test
  void movesTheMarksOfUnavailableValues() {
    BitSet notes = new BitSet();
    notes.set(3);
    CapturedChange change =
        new CapturedChange(
            PEOPLE, COLUMNS, Operation.UPDATE, row(1, "e", 1, null), null, notes, null, "1", 1, 0);
    assertThat(transform("id, notes", null).apply(change).unavailable())
        .isEqualTo(BitSet.valueOf(new long[] {2}));
    assertThat(transform("*, -notes", null).apply(change).unavailable()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id = 1|true",
        "id <> 1|false",
        "id >= 1 AND email = 'a''b'|true",
        "id > 1|false",
        "notes IS NULL and born < '1970-01-12'|true",
        "notes is not null|false",
        "notes = 'x'|false",
        "\"email\" != 'x' AND id <= 1.5|true",
        "missing IS NULL|true",
        "missing = 1|false"
      })
  void filters(String filter, boolean kept) {
    CapturedChange change = change(Operation.INSERT, row(1, "a'b", 10, null), null, null);
    assertThat(transform(null, filter).apply(change) != null).isEqualTo(kept);
  }

  @Test
  void keepsTheChangeByWhichARowLeaves() {
    RowTransform filter = transform(null, "email = 'a'");
    RowData in = row(1, "a", 1, null);
    RowData out = row(1, "b", 1, null);
    assertThat(filter.apply(change(Operation.UPDATE, out, in, null))).isNotNull();
    assertThat(filter.apply(change(Operation.UPDATE, out, out, null))).isNull();
    assertThat(filter.apply(change(Operation.UPDATE, out, null, null))).isNotNull();
    assertThat(filter.apply(change(Operation.DELETE, null, in, null))).isNotNull();
    assertThat(filter.apply(change(Operation.DELETE, null, out, null))).isNull();
    assertThat(filter.apply(change(Operation.DELETE, null, row(1, null, 1, null), null)))
        .isNotNull();
    assertThat(filter.apply(change(Operation.TRUNCATE, null, null, null))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"upper(name) AS name", "*, a + 1 AS b", "SHA256(a) AS b", "-a", ""})
  void refusesProjectionsThatAreNone(String projection) {
    assertThatThrownBy(() -> Projection.parse(projection))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "a = b", "a = 1 OR b = 2", "a = 1 AND", "a IN (1)", "(a = 1)", "a == 1"})
  void refusesFiltersThatAreNone(String filter) {
    assertThatThrownBy(() -> Filter.parse(filter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not supported");
  }

  private static RowTransform transform(String projection, String filter) {
    return new RowTransform(
        COLUMNS,
        new Transform(
            TablePattern.parse("public.people", ""),
            projection == null ? null : Projection.parse(projection),
            filter == null ? null : Filter.parse(filter)));
  }

  private static RowData row(int id, String email, Integer born, String notes) {
    return GenericRowData.of(
        id,
        email == null ? null : StringData.fromString(email),
        born,
        notes == null ? null : StringData.fromString(notes));
  }

  private static CapturedChange change(
      Operation operation, RowData row, RowData before, Map<String, String> unfit) {
    return new CapturedChange(PEOPLE, COLUMNS, operation, row, before, null, unfit, "1", 1, 0);
  }
}
