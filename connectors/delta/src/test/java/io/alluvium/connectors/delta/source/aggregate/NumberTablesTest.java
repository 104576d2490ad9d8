package io.alluvium.connectors.delta.source.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberTablesTest {
  private static final int VALUES = 5_000;
  private static final int TAKEN = 40_000;

  @Test
  void longsGetTheSameNumberExactlyWhenTheyAreEqual() {
    LongTable table = new LongTable();
    for (long seed = 0; seed < 4; seed++) {
      Random random = new Random(seed);
      Map<Long, Integer> numbers = new HashMap<>();
      for (int i = 0; i < TAKEN; i++) {
        Long value = value(random, seed);
        int number = value == null ? table.numberOfNull() : table.numberOf(value);
        Integer before = numbers.putIfAbsent(value, number);
        assertThat(number).isEqualTo(before == null ? numbers.size() - 1 : before);
      }
      assertThat(table.size()).isEqualTo(numbers.size()).isGreaterThan(VALUES / 2);
      numbers.forEach(
          (value, number) -> {
            assertThat(table.isNull(number)).isEqualTo(value == null);
            if (value != null) {
              assertThat(table.value(number)).isEqualTo(value);
            }
          });
      table.clear();
      assertThat(table.size()).isZero();
    }
  }

  /** Random ones; dense ones; those that differ in their highest bits only; pairs of integers. */
  private static Long value(Random random, long kind) {
    int index = random.nextInt(VALUES);
    if (index == 7) {
      return null;
    }
    return switch ((int) kind) {
      case 0 -> new Random(index).nextLong();
      case 1 -> (long) index - VALUES / 2;
      case 2 -> (long) index << 51;
      default -> (long) index << Integer.SIZE | index % 13;
    };
  }

  @Test
  void bytesGetTheSameNumberExactlyWhenTheyAreEqual() {
    BytesTable table = new BytesTable();
    for (long seed = 0; seed < 2; seed++) {
      Random random = new Random(seed);
      Map<String, Integer> numbers = new HashMap<>();
      for (int i = 0; i < TAKEN; i++) {
        int index = random.nextInt(VALUES);
        // "Aa" and "BB" have the same hash.
        String text =
            index == 7
                ? null
                : Integer.toBinaryString(index / 2).replace("1", "Aa").replace("0", "BB")
                    + (index % 2 == 0 ? "" : "\0");
        byte[] around = ("x" + text + "yz").getBytes(StandardCharsets.UTF_8);
        int number =
            text == null ? table.numberOfNull() : table.numberOf(around, 1, around.length - 3);
        Arrays.fill(around, (byte) 0);
        Integer before = numbers.putIfAbsent(text, number);
        assertThat(number).isEqualTo(before == null ? numbers.size() - 1 : before);
      }
      assertThat(table.size()).isEqualTo(numbers.size()).isGreaterThan(VALUES / 2);
      numbers.forEach(
          (text, number) ->
              assertThat(table.value(number))
                  .isEqualTo(text == null ? null : text.getBytes(StandardCharsets.UTF_8)));
      table.clear();
      assertThat(table.size()).isZero();
    }
  }
}
