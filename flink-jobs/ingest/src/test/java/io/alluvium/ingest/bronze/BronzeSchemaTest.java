package io.alluvium.ingest.bronze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.IntType;
import org.junit.jupiter.api.Test;

class BronzeSchemaTest {
  private static final BronzeColumn ID = new BronzeColumn("id", new IntType(false), "Number");
  private static final BronzeColumn HEADERS = new BronzeColumn("_headers", new IntType(), "");

  @Test
  void putsMetadataBehindTheData() {
    BronzeSchema schema = BronzeSchema.of(List.of(ID), List.of(HEADERS));
    assertThat(schema.rowType().getFieldNames())
        .containsExactly(
            "id",
            "_op",
            "_before",
            "_source",
            "_position",
            "_sequence",
            "_source_ts",
            "_ingest_ts",
            "_rescued",
            "_headers");
    assertThat(schema.rowType().getTypeAt(0).isNullable()).isTrue();
    assertThat(schema.additionalStart()).isEqualTo(schema.indexOf("_headers"));

    GenericRowData row = schema.newRow();
    TimestampData now = TimestampData.fromEpochMillis(2);
    schema.setMetadata(
        row,
        new BronzeMetadata(
            BronzeOperation.CREATE,
            StringData.fromString("topic"),
            StringData.fromString("topic-0-7"),
            7L,
            null,
            now),
        null,
        StringData.fromString("{}"));
    assertThat(row)
        .isEqualTo(
            GenericRowData.of(
                null,
                StringData.fromString("c"),
                null,
                StringData.fromString("topic"),
                StringData.fromString("topic-0-7"),
                7L,
                null,
                now,
                StringData.fromString("{}"),
                null));
  }

  @Test
  void refusesNamesThatClash() {
    assertThatThrownBy(() -> BronzeSchema.of(List.of(HEADERS)))
        .hasMessage(
            "Column '_headers' begins with an underscore, as only the names of metadata do");
    BronzeColumn same = new BronzeColumn("ID", new IntType(), "");
    assertThatThrownBy(() -> BronzeSchema.of(List.of(ID, same)))
        .hasMessage("Column 'ID' is there twice");
  }
}
