package io.alluvium.models.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.core.memory.MemorySegmentFactory;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyColumnsTest {
  private static final String LONG_TEXT = "a text of several words, with an ü in it";

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(DataTypes.BOOLEAN(), true, false),
        Arguments.of(DataTypes.TINYINT(), (byte) -3, (byte) 3),
        Arguments.of(DataTypes.SMALLINT(), (short) -3, (short) 300),
        Arguments.of(DataTypes.INT(), Integer.MIN_VALUE, 0),
        Arguments.of(DataTypes.BIGINT(), Long.MIN_VALUE, -1L),
        Arguments.of(DataTypes.FLOAT(), -1.5f, Float.NaN),
        Arguments.of(DataTypes.DOUBLE(), 0.0, -0.0),
        Arguments.of(DataTypes.DATE(), 19_000, -1),
        Arguments.of(DataTypes.DECIMAL(18, 2), decimal("-123456789.05"), decimal("0.01")),
        Arguments.of(
            DataTypes.TIMESTAMP(9),
            TimestampData.fromEpochMillis(-1, 1),
            TimestampData.fromEpochMillis(-1, 2)),
        Arguments.of(
            DataTypes.TIMESTAMP_LTZ(3),
            TimestampData.fromEpochMillis(1_700_000_000_000L),
            TimestampData.fromEpochMillis(0)),
        Arguments.of(DataTypes.STRING(), StringData.fromString(LONG_TEXT), text("")),
        // The bytes are the same but for zeros, which fill words up.
        Arguments.of(DataTypes.STRING(), text("ab"), text("ab\0")));
  }

  @ParameterizedTest
  @MethodSource("values")
  void valuesComeBackAndAreToldApart(DataType type, Object one, Object other) {
    KeyColumns keys = keys(type);
    for (Object value : Arrays.asList(one, other, null)) {
      assertThat(roundTrip(keys, value)).isEqualTo(value);
    }
    assertThat(words(keys, one)).isEqualTo(words(keys, one)).isNotEqualTo(words(keys, other));
    assertThat(words(keys, null)).isNotEqualTo(words(keys, one)).isNotEqualTo(words(keys, other));
  }

  @Test
  void textsOfAllLengthsWhereverTheirBytesAre() {
    KeyColumns keys = keys(DataTypes.STRING());
    for (int length = 0; length <= LONG_TEXT.length(); length++) {
      String text = LONG_TEXT.substring(0, length);
      byte[] bytes = ("....." + text).getBytes(StandardCharsets.UTF_8);
      int size = bytes.length - 5;
      BinaryStringData behindOthers = BinaryStringData.fromAddress(heap(bytes), 5, size);
      MemorySegment direct = MemorySegmentFactory.allocateUnpooledOffHeapMemory(bytes.length);
      direct.put(0, bytes);
      MemorySegment[] off = {direct};
      List<Long> expected = words(keys, text(text));
      assertThat(words(keys, behindOthers)).isEqualTo(expected);
      assertThat(words(keys, BinaryStringData.fromAddress(off, 5, size))).isEqualTo(expected);
      assertThat(roundTrip(keys, text(text))).isEqualTo(text(text));
    }
  }

  @Test
  void severalColumns() {
    RowType input = row(DataTypes.INT(), DataTypes.STRING(), DataTypes.BIGINT());
    RowType output = named(input, List.of("f2", "f1"));
    KeyColumns keys = KeyColumns.of(input, output, 2).orElseThrow();
    Words key = new Words();
    for (Object text : Arrays.asList(text("seven"), null, text(LONG_TEXT))) {
      keys.read(GenericRowData.of(7, text, -8L), key);
      GenericRowData written = new GenericRowData(3);
      written.setField(2, "stays");
      keys.write(key.array(), 0, written);
      assertThat(written).isEqualTo(GenericRowData.of(-8L, text, "stays"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wide", "array", "cast", "absent"})
  void theRestIsThePlanners(String column) {
    RowType input =
        RowType.of(
            new LogicalType[] {
              DataTypes.DECIMAL(30, 2).getLogicalType(),
              DataTypes.ARRAY(DataTypes.INT()).getLogicalType(),
              DataTypes.INT().getLogicalType()
            },
            new String[] {"wide", "array", "cast"});
    LogicalType type =
        column.equals("wide") || column.equals("array")
            ? input.getTypeAt(input.getFieldIndex(column))
            : DataTypes.BIGINT().getLogicalType();
    RowType output = RowType.of(new LogicalType[] {type}, new String[] {column});
    assertThat(KeyColumns.of(input, output, 1)).isEmpty();
  }

  @Test
  void moreColumnsThanNullsHaveBits() {
    RowType most =
        row(IntStream.range(0, 64).mapToObj(i -> DataTypes.INT()).toArray(DataType[]::new));
    RowType tooMany =
        row(IntStream.range(0, 65).mapToObj(i -> DataTypes.INT()).toArray(DataType[]::new));
    assertThat(KeyColumns.of(most, most, 64)).isPresent();
    assertThat(KeyColumns.of(tooMany, tooMany, 65)).isEmpty();
  }

  private static Object roundTrip(KeyColumns keys, Object value) {
    Words key = new Words();
    keys.read(GenericRowData.of(value), key);
    GenericRowData written = new GenericRowData(1);
    keys.write(key.array(), 0, written);
    return written.getField(0);
  }

  private static List<Long> words(KeyColumns keys, Object value) {
    Words key = new Words();
    RowData row = GenericRowData.of(value);
    // What was there before does not count.
    keys.read(row, key);
    keys.read(row, key);
    return Arrays.stream(key.array()).limit(key.length()).boxed().toList();
  }

  private static KeyColumns keys(DataType type) {
    return KeyColumns.of(row(type), row(type.notNull()), 1).orElseThrow();
  }

  private static RowType row(DataType... types) {
    return RowType.of(
        Arrays.stream(types).map(DataType::getLogicalType).toArray(LogicalType[]::new));
  }

  private static RowType named(RowType type, List<String> columns) {
    return RowType.of(
        columns.stream()
            .map(column -> type.getTypeAt(type.getFieldIndex(column)))
            .toArray(LogicalType[]::new),
        columns.toArray(new String[0]));
  }

  private static MemorySegment[] heap(byte[] bytes) {
    return new MemorySegment[] {MemorySegmentFactory.wrap(bytes)};
  }

  private static StringData text(String text) {
    return StringData.fromString(text);
  }

  private static DecimalData decimal(String value) {
    return DecimalData.fromBigDecimal(new BigDecimal(value), 18, 2);
  }
}
