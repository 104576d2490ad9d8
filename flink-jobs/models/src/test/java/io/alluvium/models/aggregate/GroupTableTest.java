package io.alluvium.models.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;

class GroupTableTest {
  private static final int SLOTS = 3;

  private static final RowType ROW_TYPE = RowType.of(new VarCharType(VarCharType.MAX_LENGTH));

  private final KeyColumns keys = KeyColumns.of(ROW_TYPE, ROW_TYPE, 1).orElseThrow();
  private final GroupTable groups = new GroupTable(SLOTS);

  /** Also while it grows, with keys of all lengths, and after it was cleared. */
  @Test
  void countsAsAMapDoes() {
    Random random = new Random(7);
    for (int round = 0; round < 3; round++) {
      Map<String, Long> expected = new LinkedHashMap<>();
      for (int i = 0; i < 60_000; i++) {
        String text = "k".repeat(random.nextInt(40)) + random.nextInt(400);
        long slice = random.nextInt(4) * 60_000L;
        int first = groups.find(key(text), slice);
        groups.words()[first + SLOTS - 1]++;
        expected.merge(text + "@" + slice, 1L, Long::sum);
      }

      assertThat(groups.size()).isEqualTo(expected.size()).isGreaterThan(10_000);
      assertThat(contents()).containsExactlyEntriesOf(expected);
      groups.clear();
      assertThat(groups.size()).isZero();
      assertThat(groups.bytes()).isZero();
    }
  }

  @Test
  void slotsOfANewGroupAreZeroAlsoWhereAnotherWas() {
    int first = groups.find(key("a"), 1);
    groups.words()[first] = 5;
    groups.clear();

    int again = groups.find(key("b"), 1);

    assertThat(groups.words()[again]).isZero();
  }

  /** A group's own words may look like the head and the key of a shorter one. */
  @Test
  void aKeyIsNotMistakenForTheEndOfALongerOne() {
    RowType four =
        RowType.of(new BigIntType(), new BigIntType(), new BigIntType(), new BigIntType());
    KeyColumns columns = KeyColumns.of(four, four, 4).orElseThrow();
    for (long number = 0; number < 4_000; number++) {
      GroupTable table = new GroupTable(SLOTS);
      Words longer = new Words();
      columns.read(GenericRowData.of(number, 1L, 0L, 15L), longer);
      Words shorter = new Words();
      columns.read(new GenericRowData(4), shorter);

      assertThat(table.find(longer, 0)).isNotEqualTo(table.find(shorter, 0));
      assertThat(table.size()).isEqualTo(2);
    }
  }

  @Test
  void groupsWithoutAKeyAreToldApartByTheirSlice() {
    Words none = new Words();

    int first = groups.find(none, 1);

    assertThat(groups.find(none, 2)).isNotEqualTo(first);
    assertThat(groups.find(none, 1)).isEqualTo(first);
  }

  private Map<String, Long> contents() {
    Map<String, Long> contents = new LinkedHashMap<>();
    List<Integer> seen = new ArrayList<>();
    GenericRowData key = new GenericRowData(1);
    for (int group = 0; group < groups.end(); group = groups.next(group)) {
      seen.add(group);
      long[] words = groups.words();
      keys.write(words, groups.key(group), key);
      int first = groups.first(group);
      assertThat(words[first]).isZero();
      contents.put(key.getString(0) + "@" + groups.slice(group), words[first + SLOTS - 1]);
    }
    assertThat(seen).hasSize(groups.size());
    return contents;
  }

  private Words key(String text) {
    RowData row = GenericRowData.of(StringData.fromString(text));
    Words key = new Words();
    keys.read(row, key);
    return key;
  }
}
