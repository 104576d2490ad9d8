package io.alluvium.connectors.cosmos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CosmosTableTest {
  private static CosmosTable table(List<String> primaryKey, DataTypes.Field... columns) {
    return CosmosTable.of(
        new Configuration(), (RowType) DataTypes.ROW(columns).getLogicalType(), primaryKey, "t");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Changes of a row go to one task by it, and come as other objects. */
  @Test
  void rowsOfEqualBytesHaveOnePlace() {
    CosmosTable table =
        table(
            List.of("name", "digest"),
            DataTypes.FIELD("name", DataTypes.STRING()),
            DataTypes.FIELD("digest", DataTypes.BYTES()));
    String place = table.place(GenericRowData.of(StringData.fromString("n"), bytes("a")));
    assertThat(table.place(GenericRowData.of(StringData.fromString("n"), bytes("a"))))
        .isEqualTo(place)
        .isEqualTo("n:YQ==");
    assertThat(table.place(GenericRowData.of(StringData.fromString("n"), bytes("b"))))
        .isNotEqualTo(place);
  }

  /** Dead letters of former releases have ids by it. */
  @Test
  void placesOfOrdinaryKeysStayWhatTheyAre() {
    CosmosTable table =
        table(
            List.of("text", "number", "price", "day", "seen"),
            DataTypes.FIELD("text", DataTypes.STRING()),
            DataTypes.FIELD("number", DataTypes.DOUBLE()),
            DataTypes.FIELD("price", DataTypes.DECIMAL(10, 2)),
            DataTypes.FIELD("day", DataTypes.DATE()),
            DataTypes.FIELD("seen", DataTypes.TIMESTAMP(3)));
    GenericRowData row =
        GenericRowData.of(
            StringData.fromString("a/b"),
            Double.NaN,
            DecimalData.fromUnscaledLong(150, 10, 2),
            16_495,
            TimestampData.fromEpochMillis(0));
    assertThat(table.place(row)).isEqualTo("a~2Fb:NaN:1.50:16495:1970-01-01T00~3A00");
    row.setField(1, null);
    assertThat(table.place(row)).startsWith("a~2Fb::1.50:");
  }

  /** The id of a dead letter is made of it. */
  @Test
  void textsOfValuesTellWhatIsInThem() {
    DataTypes.Field[] columns = {
      DataTypes.FIELD("content", DataTypes.BYTES()),
      DataTypes.FIELD("list", DataTypes.ARRAY(DataTypes.DOUBLE())),
      DataTypes.FIELD("gone", DataTypes.STRING())
    };
    List<RowJson.Field> fields =
        RowJson.of((RowType) DataTypes.ROW(columns).getLogicalType()).fields();
    GenericRowData row =
        GenericRowData.of(bytes("a"), new GenericArrayData(new Double[] {0.5, null}), null);
    assertThat(fields.stream().map(field -> field.text(row)))
        .containsExactly("YQ==", "[0.5,null]", null);
    row.setField(1, new GenericArrayData(new Double[] {Double.NaN}));
    assertThat(fields.get(1).text(row)).startsWith("(NaN is no number of JSON");
  }

  static List<DataType> nested() {
    return List.of(
        DataTypes.ARRAY(DataTypes.STRING()),
        DataTypes.MAP(DataTypes.STRING(), DataTypes.INT()),
        DataTypes.ROW(DataTypes.FIELD("city", DataTypes.STRING())));
  }

  @ParameterizedTest
  @MethodSource("nested")
  void aNestedTypeInTheKeyIsRefused(DataType type) {
    assertThatThrownBy(
            () ->
                table(
                    List.of("name", "nested"),
                    DataTypes.FIELD("name", DataTypes.STRING()),
                    DataTypes.FIELD("nested", type)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("Column 'nested' of type " + type.getLogicalType().asSummaryString())
        .hasMessageContaining("primary key of table t")
        .hasMessageContaining("cast it to STRING");
  }
}
