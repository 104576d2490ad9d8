package io.alluvium.connectors.cosmos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.alluvium.connectors.cosmos.TestTable.Change;
import io.alluvium.connectors.cosmos.store.ContainerDefinition;
import io.alluvium.connectors.cosmos.store.CosmosStoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;

class ItemLayoutTest {
  private static ItemLayout layout(List<String> paths, Map<String, String> options)
      throws Exception {
    return ItemLayout.of(
        TestTable.of(options).table(), new ContainerDefinition(paths, OptionalInt.of(-1)));
  }

  private static ItemChange change(ItemLayout layout, String board, String name) throws Exception {
    return layout.change(Change.put(board, name, 1L, "v").row());
  }

  @Test
  void partitionsByColumnsByIdOrByColumnsTogether() throws Exception {
    assertThat(change(layout(List.of("/board"), Map.of()), "b", "x").key().partition())
        .containsExactly("b");
    assertThat(change(layout(List.of("/board", "/name"), Map.of()), "b", "x").key().partition())
        .containsExactly("b", "x");
    assertThat(change(layout(List.of("/id"), Map.of("id.prefix", "p")), "b", "x/y").key())
        .hasToString("p:b:x~2Fy of partition [p:b:x~2Fy]");
    ItemLayout joined = layout(List.of("/pk"), Map.of("partition-key.columns", "board;name"));
    ItemChange change = change(joined, "b:", "x");
    assertThat(change.key().partition()).containsExactly("b~3A:x");
    assertThat(change.item().get("pk")).isEqualTo(TextNode.valueOf("b~3A:x"));
    assertThat(joined.change(Change.delete("b:", "x", 1L).row()).item().get("pk"))
        .isEqualTo(change.item().get("pk"));
    assertThat(joined.ownKey("fresh").partition()).containsExactly("fresh");
  }

  /** Cosmos DB refuses an item whose partition key is another than the one that it is sent with. */
  @Test
  void aNumberIsTheSamePartitionKeyAsInTheItem() throws Exception {
    for (DataType type :
        List.of(DataTypes.FLOAT(), DataTypes.DOUBLE(), DataTypes.INT(), DataTypes.DECIMAL(10, 1))) {
      RowType rowType = (RowType) DataTypes.ROW(DataTypes.FIELD("number", type)).getLogicalType();
      ItemLayout layout =
          ItemLayout.of(
              CosmosTable.of(new Configuration(), rowType, List.of("number"), "t"),
              new ContainerDefinition(List.of("/number"), OptionalInt.of(-1)));
      ItemChange change =
          layout.change(
              GenericRowData.of(
                  switch (type.getLogicalType().getTypeRoot()) {
                    case FLOAT -> 0.1f;
                    case DOUBLE -> 0.1;
                    case INTEGER -> 7;
                    default -> DecimalData.fromUnscaledLong(1, 10, 1);
                  }));
      assertThat(change.key().partition())
          .as("%s", type)
          .containsExactly(
              new ObjectMapper().readTree(change.item().toString()).get("number").doubleValue());
    }
  }

  @Test
  void aContainerThatIsNoneForTheTableIsTold() {
    assertThatThrownBy(() -> layout(List.of("/region"), Map.of()))
        .isInstanceOf(CosmosStoreException.class)
        .hasMessageContaining("is partitioned by [/region]")
        .hasMessageContaining("'partition-key.columns'");
    assertThatThrownBy(() -> layout(List.of("/value"), Map.of("partition-key.columns", "board")))
        .hasMessageContaining("which is another column");
    assertThatThrownBy(
            () ->
                ItemLayout.of(
                    TestTable.of(Map.of()).table(),
                    new ContainerDefinition(List.of("/board"), OptionalInt.empty())))
        .hasMessageContaining("has its time to live off");
  }

  @Test
  void noTwoKeysAreOneId() {
    List<String> values = List.of("a", "a:", ":a", "~3A", "a~", " a", "a ", "~20a", "a/b", "a~2Fb");
    List<String> ids = new ArrayList<>();
    for (String first : values) {
      for (String second : values) {
        ids.add(CosmosTableReader.id(first, second));
      }
    }
    assertThat(ids).doesNotHaveDuplicates().noneMatch(id -> id.matches(".*[/\\\\?#%+].*"));
  }

  @Test
  void aRowWithoutAKeyOrWithAnIdThatIsTooLongIsNoItem() throws Exception {
    ItemLayout layout = layout(List.of("/board"), Map.of());
    assertThatThrownBy(
            () ->
                layout.change(
                    GenericRowData.of(
                        StringData.fromString("b"), null, 1L, StringData.fromString("v"))))
        .isInstanceOf(UnfitRowException.class)
        .hasMessageContaining("column 'name' of its key is NULL");
    assertThatThrownBy(() -> change(layout, "b", "ü".repeat(600)))
        .isInstanceOf(UnfitRowException.class)
        .hasMessageContaining("1202 bytes");
  }

  @Test
  void itemsEndAsTheOptionsSayWhateverTheContainerDoes() throws Exception {
    CosmosTable table = TestTable.of(Map.of("tombstone.time-to-live", "1 h")).table();
    ItemLayout ending =
        ItemLayout.of(table, new ContainerDefinition(List.of("/board"), OptionalInt.of(60)));
    assertThat(change(ending, "b", "x").item().get("ttl").asInt()).isEqualTo(-1);
    assertThat(ending.change(Change.delete("b", "x", 1L).row()).item().get("ttl").asInt())
        .isEqualTo((int) Duration.ofHours(1).toSeconds());
    assertThat(ending.ownItem("fresh", "freshness", false).get("ttl").asInt()).isEqualTo(-1);
    ItemLayout mortal =
        ItemLayout.of(
            TestTable.of(Map.of("time-to-live", "1 d")).table(),
            new ContainerDefinition(List.of("/board"), OptionalInt.of(60)));
    assertThat(change(mortal, "b", "x").item().get("ttl").asInt())
        .isEqualTo((int) Duration.ofDays(1).toSeconds());
    assertThat(mortal.ownItem("fresh", "freshness", false).get("ttl").asInt()).isEqualTo(-1);
    ItemLayout eternal =
        ItemLayout.of(
            TestTable.of(Map.of("tombstone.time-to-live", "0 s")).table(),
            new ContainerDefinition(List.of("/board"), OptionalInt.empty()));
    assertThat(eternal.change(Change.delete("b", "x", 1L).row()).item().has("ttl")).isFalse();
  }

  @Test
  void theSizeOfAnItemIsThatOfItsJson() {
    var item = JsonNodeFactory.instance.objectNode();
    item.put("text", "a\"\\\n\u0001ü€😀").put("n", 12.5).putNull("gone").put("flag", true);
    item.putArray("list").add(1).add("x").addObject().put("y", "z");
    assertThat(JsonSize.of(item))
        .isBetween(
            (long) item.toString().getBytes(StandardCharsets.UTF_8).length,
            item.toString().getBytes(StandardCharsets.UTF_8).length + 16L);
  }

  @Test
  void whatIsSpentIsWaitedFor() throws Exception {
    long[] now = {0};
    List<Duration> pauses = new ArrayList<>();
    RequestUnits units =
        new RequestUnits(
            400,
            () -> now[0],
            time -> {
              pauses.add(time);
              now[0] += time.toNanos();
            });
    assertThat(units.operations(1_000)).isEqualTo(40);
    for (int round = 0; round < 11; round++) {
      units.await();
      units.spent(400);
    }
    // A second's worth is there at first.
    assertThat(pauses.stream().mapToLong(Duration::toMillis).sum()).isEqualTo(9_000);
    RequestUnits free = new RequestUnits(0, () -> 0, pauses::add);
    free.spent(1e9);
    free.await();
    assertThat(free.operations(1_000)).isEqualTo(1_000);
  }
}
