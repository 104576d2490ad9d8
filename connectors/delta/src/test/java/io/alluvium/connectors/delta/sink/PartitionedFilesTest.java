package io.alluvium.connectors.delta.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.parquet.ParquetSettings;
import io.alluvium.connectors.delta.parquet.StatisticsColumns;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PartitionedFilesTest {
  @TempDir Path folder;

  static Stream<Arguments> partitionColumns() {
    return Stream.of(
        Arguments.of(DataTypes.BOOLEAN(), true, "true"),
        Arguments.of(DataTypes.TINYINT(), (byte) -128, "-128"),
        Arguments.of(DataTypes.SMALLINT(), Short.MAX_VALUE, "32767"),
        Arguments.of(DataTypes.INT(), Integer.MIN_VALUE, "-2147483648"),
        Arguments.of(DataTypes.BIGINT(), Long.MAX_VALUE, "9223372036854775807"),
        Arguments.of(DataTypes.FLOAT(), -1.5f, "-1.5"),
        Arguments.of(DataTypes.DOUBLE(), 1e300, "1.0E300"),
        Arguments.of(DataTypes.DECIMAL(10, 4), DecimalData.fromUnscaledLong(-15, 10, 4), "-0.0015"),
        Arguments.of(
            DataTypes.DECIMAL(38, 10),
            DecimalData.fromBigDecimal(new BigDecimal("12345678901234567890.5"), 38, 10),
            "12345678901234567890.5000000000"),
        Arguments.of(DataTypes.DATE(), (int) LocalDate.of(1969, 7, 20).toEpochDay(), "1969-07-20"),
        Arguments.of(
            DataTypes.TIMESTAMP_LTZ(6),
            TimestampData.fromInstant(Instant.parse("2015-03-29T01:30:00.123456Z")),
            "2015-03-29T01:30:00.123456Z"),
        Arguments.of(
            DataTypes.TIMESTAMP_LTZ(3),
            TimestampData.fromInstant(Instant.parse("1969-12-31T23:59:59.999Z")),
            "1969-12-31T23:59:59.999000Z"),
        Arguments.of(
            DataTypes.TIMESTAMP(6),
            TimestampData.fromLocalDateTime(LocalDateTime.parse("2015-03-29T02:30:00.000001")),
            "2015-03-29 02:30:00.000001"),
        Arguments.of(DataTypes.STRING(), StringData.fromString("plain"), "plain"),
        Arguments.of(
            DataTypes.STRING(),
            StringData.fromString(" a/b=c:d%20é'\"?#\\{}[]^\t\u007f日本.. "),
            " a/b=c:d%20é'\"?#\\{}[]^\t\u007f日本.. "),
        Arguments.of(DataTypes.STRING(), StringData.fromString("l".repeat(300)), "l".repeat(300)),
        Arguments.of(DataTypes.BYTES(), "text".getBytes(StandardCharsets.UTF_8), "text"));
  }

  @ParameterizedTest
  @MethodSource("partitionColumns")
  void aPartitionValueComesBackFromTheLogAsItWasWritten(DataType type, Object value, String text)
      throws Exception {
    RowType rowType = rowType(type);
    List<RowData> rows =
        List.of(
            GenericRowData.of(1L, value),
            GenericRowData.of(2L, null),
            GenericRowData.of(3L, value));

    List<DataFile> files = write(rowType, WriteBuffers.DEFAULT, rows);

    assertThat(files).hasSize(2);
    Map<Long, Object> read = new HashMap<>();
    RowData.FieldGetter getter = RowData.createFieldGetter(rowType.getTypeAt(1), 1);
    for (DataFile file : files) {
      try (CloseableIterator<RowData> found =
          new DataFileReader(folder.toString(), rowType).read(file)) {
        found.forEachRemaining(row -> read.put(row.getLong(0), getter.getFieldOrNull(row)));
      }
    }
    assertThat(read.get(1L)).isEqualTo(value);
    assertThat(read.get(2L)).isNull();
    assertThat(read.get(3L)).isEqualTo(value);
    assertThat(files)
        .extracting(file -> file.partitionValues().get("part"))
        .containsExactlyInAnyOrder(text, null);
  }

  @Test
  void foldersAreEscapedAsOtherWritersDoAndPathsAreUris() throws Exception {
    List<DataFile> files =
        write(
            rowType(DataTypes.STRING()),
            WriteBuffers.DEFAULT,
            List.of(GenericRowData.of(1L, StringData.fromString("a b:c/d"))));

    assertThat(files.get(0).path()).startsWith("part=a%20b%253Ac%252Fd/part-");
    assertThat(folder.resolve(URI.create(files.get(0).path()).getPath())).exists();
    assertThat(folder.resolve("part=a b%3Ac%2Fd")).isDirectory();
  }

  @Test
  void anEmptyStringIsThePartitionWithoutValue() throws Exception {
    List<DataFile> files =
        write(
            rowType(DataTypes.STRING()),
            WriteBuffers.DEFAULT,
            List.of(GenericRowData.of(1L, StringData.fromString(""))));

    assertThat(files.get(0).partitionValues()).containsEntry("part", null);
    assertThat(files.get(0).path()).startsWith("part=__HIVE_DEFAULT_PARTITION__/");
  }

  @Test
  void refusesToPartitionByWhatHasNoText() {
    assertThatThrownBy(() -> layout(rowType(DataTypes.ARRAY(DataTypes.INT()))).newWriter())
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("'part'");
    assertThatThrownBy(
            () ->
                write(
                    rowType(DataTypes.BYTES()),
                    WriteBuffers.DEFAULT,
                    List.of(GenericRowData.of(1L, new byte[] {(byte) 0xff}))))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void keepsNoMoreFilesOpenThanAllowedAndLosesNoRow() throws Exception {
    RowType rowType = rowType(DataTypes.INT());
    Random random = new Random(5);
    List<RowData> rows = new ArrayList<>();
    for (long id = 0; id < 400; id++) {
      rows.add(GenericRowData.of(id, random.nextInt(40)));
    }
    int maxOpen = 4;
    int highest = 0;
    List<DataFile> files = new ArrayList<>();
    try (OpenFiles openFiles = new OpenFiles(new WriteBuffers(1 << 20, maxOpen, 1 << 20));
        TableFiles table = new TableFiles(layout(rowType).layout(), openFiles)) {
      for (RowData row : rows) {
        table.write(row);
        highest = Math.max(highest, openFiles.count());
      }
      table.finishAll();
      files.addAll(table.takeFinished());
    }

    assertThat(highest).isEqualTo(maxOpen);
    assertThat(ids(rowType, files)).hasSize(400);
  }

  @Test
  void thePartitionInUseIsNotTheOneThatMakesRoom() throws Exception {
    RowType rowType = rowType(DataTypes.INT());
    List<RowData> rows = new ArrayList<>();
    for (int round = 0; round < 50; round++) {
      rows.add(GenericRowData.of((long) round, 0));
      rows.add(GenericRowData.of(100L + round, 1 + round));
    }

    List<DataFile> files = write(rowType, new WriteBuffers(1 << 20, 2, 1 << 20), rows);

    assertThat(files.stream().filter(file -> "0".equals(file.partitionValues().get("part"))))
        .hasSize(1);
    assertThat(files).hasSize(51);
  }

  @Test
  void rowsAreWrittenOutWhereTheyTakeTooMuchMemory() throws Exception {
    RowType rowType =
        (RowType)
            DataTypes.ROW(
                    DataTypes.FIELD("id", DataTypes.BIGINT()),
                    DataTypes.FIELD("part", DataTypes.INT()),
                    DataTypes.FIELD("text", DataTypes.STRING()))
                .getLogicalType();
    Random random = new Random(8);
    List<RowData> rows = new ArrayList<>();
    for (long id = 0; id < 20_000; id++) {
      String text = Long.toString(random.nextLong()) + random.nextLong();
      rows.add(GenericRowData.of(id, (int) (id % 2), StringData.fromString(text)));
    }

    List<DataFile> files = write(rowType, new WriteBuffers(1 << 30, 8, 100_000), rows);

    assertThat(files).hasSize(2);
    assertThat(ids(rowType, files)).hasSize(20_000);
    for (DataFile file : files) {
      assertThat(ParquetFiles.rowGroups(folder.resolve(file.path()))).isGreaterThan(2);
    }
  }

  @Test
  void anAbandonedFileIsDeleted() throws Exception {
    RowType rowType = rowType(DataTypes.INT());
    try (OpenFiles openFiles = new OpenFiles(WriteBuffers.DEFAULT);
        TableFiles table = new TableFiles(layout(rowType).layout(), openFiles)) {
      table.write(GenericRowData.of(1L, 1));
      assertThat(files()).hasSize(1);
    }

    assertThat(files()).isEmpty();
  }

  private Set<Path> files() throws Exception {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).collect(Collectors.toSet());
    }
  }

  private Set<Long> ids(RowType rowType, List<DataFile> files) throws Exception {
    Set<Long> ids = new TreeSet<>();
    for (DataFile file : files) {
      try (CloseableIterator<RowData> found =
          new DataFileReader(folder.toString(), rowType).read(file)) {
        while (found.hasNext()) {
          assertThat(ids.add(found.next().getLong(0))).isTrue();
        }
      }
    }
    return ids;
  }

  private List<DataFile> write(RowType rowType, WriteBuffers buffers, List<RowData> rows)
      throws Exception {
    RowDataSerializer serializer = new RowDataSerializer(rowType);
    try (OpenFiles openFiles = new OpenFiles(buffers);
        TableFiles table = new TableFiles(layout(rowType).layout(), openFiles)) {
      for (RowData row : rows) {
        // Reused, as Flink's rows are.
        table.write(serializer.toBinaryRow(row));
      }
      openFiles.finishAll();
      return table.takeFinished();
    }
  }

  private record Layout(FileLayout layout) {
    TableFiles newWriter() {
      return new TableFiles(layout, new OpenFiles(WriteBuffers.DEFAULT));
    }
  }

  private Layout layout(RowType rowType) {
    return new Layout(
        new FileLayout(
            folder.toString(),
            rowType,
            List.of("part"),
            ParquetSettings.DEFAULT,
            StatisticsColumns.DEFAULT));
  }

  private static RowType rowType(DataType partition) {
    return (RowType)
        DataTypes.ROW(DataTypes.FIELD("id", DataTypes.BIGINT()), DataTypes.FIELD("part", partition))
            .getLogicalType();
  }
}
