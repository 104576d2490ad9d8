package io.alluvium.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;

class RowTextTest {
  private static final RowType TYPE =
      RowType.of(
          new LogicalType[] {
            VarCharType.STRING_TYPE, new BigIntType(), new TimestampType(3), VarCharType.STRING_TYPE
          },
          new String[] {"name", "readings", "seen", "note"});

  /** As rows come from another task. */
  @Test
  void aRowOfBytesIsReadable() {
    RowData row =
        new RowDataSerializer(TYPE)
            .toBinaryRow(
                GenericRowData.ofKind(
                    RowKind.UPDATE_AFTER,
                    StringData.fromString("Büro 1"),
                    42L,
                    TimestampData.fromEpochMillis(0),
                    null));
    assertThat(RowText.of(TYPE).of(row))
        .isEqualTo("+U name=Büro 1, readings=42, seen=1970-01-01T00:00, note=null");
  }
}
