package io.alluvium.connectors.delta.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;

class PartialUpdateTest {
  private final PartialUpdate ofAmount =
      PartialUpdate.of("/lake/orders", SinkTestJob.ROW_TYPE, List.of("id"), List.of("amount"));

  @Test
  void aNullKeepsInNamedColumnsOnly() {
    BinaryRowData first = ofAmount.onto(null, change(RowKind.INSERT, 5L, "first"));

    BinaryRowData both = ofAmount.onto(first, change(RowKind.INSERT, null, null));

    assertThat(both.getLong(1)).isEqualTo(5);
    assertThat(both.isNullAt(2)).isTrue();
    assertThat(ofAmount.needsStored(both)).isFalse();
  }

  @Test
  void needsTheStoredRowForWhatNoChangeSays() {
    BinaryRowData gap = ofAmount.onto(null, change(RowKind.INSERT, null, "first"));
    assertThat(ofAmount.needsStored(gap)).isTrue();

    BinaryRowData complete = ofAmount.complete(change(RowKind.INSERT, 7L, "stored"), gap);

    assertThat(complete.getLong(1)).isEqualTo(7);
    assertThat(complete.getString(2)).hasToString("first");
    assertThat(PartialUpdate.isDeletion(complete)).isFalse();
  }

  @Test
  void nothingIsKeptOfADeletedRow() {
    BinaryRowData deletion =
        ofAmount.onto(
            ofAmount.onto(null, change(RowKind.INSERT, 5L, "first")),
            change(RowKind.DELETE, null, null));
    BinaryRowData anew = ofAmount.onto(deletion, change(RowKind.UPDATE_AFTER, null, "anew"));
    BinaryRowData more = ofAmount.onto(anew, change(RowKind.UPDATE_AFTER, null, "more"));

    assertThat(PartialUpdate.isDeletion(deletion)).isTrue();
    for (BinaryRowData row : List.of(anew, more)) {
      assertThat(row.isNullAt(1)).isTrue();
      assertThat(ofAmount.needsStored(row)).isFalse();
    }
  }

  @Test
  void withoutColumnsANullIsANull() {
    PartialUpdate none = PartialUpdate.none(SinkTestJob.ROW_TYPE);

    BinaryRowData row =
        none.onto(
            none.onto(null, change(RowKind.INSERT, 5L, "first")),
            change(RowKind.INSERT, null, "second"));

    assertThat(row.isNullAt(1)).isTrue();
    assertThat(none.needsStored(row)).isFalse();
  }

  private static BinaryRowData change(RowKind kind, Long amount, String note) {
    BinaryRowData row =
        new RowDataSerializer(SinkTestJob.ROW_TYPE)
            .toBinaryRow(GenericRowData.of(1L, amount, StringData.fromString(note)))
            .copy();
    row.setRowKind(kind);
    return row;
  }
}
