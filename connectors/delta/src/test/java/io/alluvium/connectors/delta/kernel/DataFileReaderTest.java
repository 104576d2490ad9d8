package io.alluvium.connectors.delta.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.pages.RowBatch;
import io.alluvium.connectors.delta.pages.RowBatches;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.util.CloseableIterator;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataFileReaderTest {
  @TempDir Path table;

  @ParameterizedTest
  @CsvSource({
    "1, PARQUET_1_0, true, 40",
    "2, PARQUET_1_0, true, 1000000",
    "3, PARQUET_1_0, false, 40",
    "4, PARQUET_2_0, true, 40",
    "5, PARQUET_2_0, true, 1000000",
    "6, PARQUET_2_0, false, 1000000",
    "7, PARQUET_2_0, false, 3",
  })
  void readsWhatKernelReads(long seed, WriterVersion version, boolean dictionary, int distinct)
      throws Exception {
    DataFile file =
        RandomParquet.write(
            table.resolve("f.parquet"), seed, 12_000, version, dictionary, distinct);
    DataFileReader reader = reader(RandomParquet.FLAT);

    List<BinaryRowData> expected = rows(reader.openNested(file, 0, Long.MAX_VALUE));
    assertThat(expected).hasSize(12_000);
    assertThat(rows(reader.open(file))).isEqualTo(expected);
  }

  @Test
  void rangesOfBytesHoldEachRowOnce() throws Exception {
    DataFile file =
        RandomParquet.write(
            table.resolve("f.parquet"), 11, 12_000, WriterVersion.PARQUET_1_0, true, 1000);
    DataFileReader reader = reader(RandomParquet.FLAT);
    List<BinaryRowData> all = rows(reader.open(file));
    for (int parts : new int[] {2, 3, 7}) {
      List<BinaryRowData> flat = new ArrayList<>();
      List<BinaryRowData> nested = new ArrayList<>();
      int partsWithRows = 0;
      for (int part = 0; part < parts; part++) {
        long start = file.size() * part / parts;
        long end = file.size() * (part + 1) / parts;
        List<BinaryRowData> rows = rows(reader.open(file, start, end));
        partsWithRows += rows.isEmpty() ? 0 : 1;
        flat.addAll(rows);
        nested.addAll(rows(reader.openNested(file, start, end)));
      }
      assertThat(flat).isEqualTo(all);
      assertThat(nested).isEqualTo(all);
      assertThat(partsWithRows).isGreaterThan(1);
    }
  }

  @Test
  void readsRowsByPosition() throws Exception {
    DataFile file =
        RandomParquet.write(
            table.resolve("f.parquet"), 12, 9_000, WriterVersion.PARQUET_2_0, true, 1000);
    DataFileReader reader = reader(RandomParquet.FLAT);
    List<BinaryRowData> all = rows(reader.open(file));
    Random random = new Random(7);
    for (int wanted : new int[] {0, 1, 20, 3_000}) {
      long[] positions =
          LongStream.range(0, wanted).map(i -> random.nextInt(9_000)).distinct().sorted().toArray();
      List<BinaryRowData> expected =
          LongStream.of(positions).mapToObj(position -> all.get((int) position)).toList();
      assertThat(rows(reader.read(file, RowPositions.of(positions)))).isEqualTo(expected);
    }
  }

  @Test
  void readsPartitionValuesWithAndWithoutOtherColumns() throws Exception {
    DataFile plain =
        RandomParquet.write(
            table.resolve("f.parquet"), 13, 5_000, WriterVersion.PARQUET_1_0, true, 10);
    DataFile file =
        new DataFile(
            plain.path(), plain.size(), 0, Map.of("day", "2026-05-01", "text", ""), null, null);
    List<ReadColumn> partitions =
        RandomParquet.FLAT.stream()
            .filter(
                column ->
                    column.path().equals(List.of("day")) || column.path().equals(List.of("text")))
            .toList();
    List<String> values = new ArrayList<>();
    try (CloseableIterator<RowData> rows = reader(partitions).read(file)) {
      rows.forEachRemaining(row -> values.add(row.getInt(0) + " " + row.isNullAt(1)));
    }
    assertThat(values).hasSize(5_000).containsOnly("20574 true");

    List<ReadColumn> withId = new ArrayList<>(partitions);
    withId.add(ReadColumn.of("id", new BigIntType()));
    List<Long> ids = new ArrayList<>();
    try (CloseableIterator<RowData> rows = reader(withId).read(file)) {
      rows.forEachRemaining(
          row -> {
            assertThat(row.getInt(0)).isEqualTo(20574);
            ids.add(row.getLong(2));
          });
    }
    assertThat(ids).containsExactlyElementsOf(LongStream.range(0, 5_000).boxed().toList());
  }

  @Test
  void readsWidenedTypes() throws Exception {
    DataFile file =
        RandomParquet.write(
            table.resolve("f.parquet"), 5, 3_000, WriterVersion.PARQUET_1_0, true, 40);
    List<String> columns = List.of("number", "small", "real", "number", "price", "day", "amount");
    List<LogicalType> wide =
        List.of(
            new BigIntType(),
            new IntType(),
            new DoubleType(),
            new DecimalType(12, 1),
            new DecimalType(11, 3),
            new TimestampType(6),
            new DecimalType(30, 6));
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i);
      LogicalType narrow =
          RandomParquet.FLAT.stream()
              .filter(column -> column.path().equals(List.of(name)))
              .findFirst()
              .orElseThrow()
              .type();
      List<Object> expected = values(ReadColumn.of(name, narrow), file);
      List<Object> actual = values(ReadColumn.of(name, wide.get(i)), file);
      assertThat(actual).hasSameSizeAs(expected);
      for (int row = 0; row < actual.size(); row++) {
        assertThat(widened(expected.get(row), wide.get(i))).isEqualTo(actual.get(row));
      }
    }
  }

  private static Object widened(Object value, LogicalType type) {
    if (value == null) {
      return null;
    }
    return switch (type.getTypeRoot()) {
      case BIGINT -> ((Number) value).longValue();
      case INTEGER -> ((Number) value).intValue();
      case DOUBLE -> ((Number) value).doubleValue();
      case DECIMAL ->
          org.apache.flink.table.data.DecimalData.fromBigDecimal(
              new java.math.BigDecimal(value.toString()),
              ((DecimalType) type).getPrecision(),
              ((DecimalType) type).getScale());
      default ->
          org.apache.flink.table.data.TimestampData.fromEpochMillis(
              ((Number) value).longValue() * 86_400_000L);
    };
  }

  @Test
  void refusesTypesThatDoNotFit() throws Exception {
    DataFile file =
        RandomParquet.write(
            table.resolve("f.parquet"), 5, 100, WriterVersion.PARQUET_1_0, true, 40);

    assertThatThrownBy(() -> reader(List.of(ReadColumn.of("big", new IntType()))).open(file))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining(table.toString())
        .hasMessageContaining("f.parquet")
        .hasMessageContaining("'big'")
        .hasMessageContaining("INT");
  }

  @Test
  void explainsFilesThatAreMissingOrDamaged() throws Exception {
    DataFile file =
        RandomParquet.write(
            table.resolve("f.parquet"), 5, 100, WriterVersion.PARQUET_1_0, true, 40);
    Files.write(table.resolve("f.parquet"), new byte[(int) file.size()]);
    assertThatThrownBy(() -> reader(RandomParquet.FLAT).open(file))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining("f.parquet of table " + table)
        .hasMessageContaining("not a Parquet file");
    Files.delete(table.resolve("f.parquet"));
    assertThatThrownBy(() -> reader(RandomParquet.FLAT).open(file))
        .isInstanceOf(DeltaException.class)
        .hasMessageContaining(table.toString())
        .hasMessageContaining("lacks a file");
  }

  @ParameterizedTest
  @CsvSource({"v1, zstd", "v2, zstd", "v2, snappy", "v1, uncompressed", "v1, gzip"})
  void readsWhatDuckDbWrites(String version, String codec) throws Exception {
    Path file = table.resolve("duck.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT i AS id, i % 7 = 0 AS flag, CASE WHEN i % 5 > 0 THEN (i * 37 % 100)::INTEGER"
              + " END AS number, i * 0.37::DOUBLE AS wide, (i * 1.5)::FLOAT AS real,"
              + " 'n' || (i % 90) AS word, CASE WHEN i % 3 > 0 THEN 'unique ' || i END AS text,"
              + " (i / 100.0)::DECIMAL(12, 2) AS price, (i * 12345)::DECIMAL(30, 5) AS huge,"
              + " TIMESTAMP '2026-01-01 00:00:00' + INTERVAL (i) SECOND AS local,"
              + " DATE '2026-01-01' + (i % 400)::INTEGER AS day, encode('b' || i) AS bytes"
              + " FROM range(50000) t(i)) TO '"
              + file
              + "' (FORMAT parquet, ROW_GROUP_SIZE 10000, PARQUET_VERSION "
              + version
              + ", COMPRESSION "
              + codec
              + ")");
    }
    List<ReadColumn> columns =
        List.of(
            ReadColumn.of("id", new BigIntType()),
            ReadColumn.of("flag", new org.apache.flink.table.types.logical.BooleanType()),
            ReadColumn.of("number", new IntType()),
            ReadColumn.of("wide", new DoubleType()),
            ReadColumn.of("real", new org.apache.flink.table.types.logical.FloatType()),
            ReadColumn.of("word", VarCharType.STRING_TYPE),
            ReadColumn.of("text", VarCharType.STRING_TYPE),
            ReadColumn.of("price", new DecimalType(12, 2)),
            ReadColumn.of("huge", new DecimalType(30, 5)),
            ReadColumn.of("local", new TimestampType(6)),
            ReadColumn.of("day", new org.apache.flink.table.types.logical.DateType()),
            ReadColumn.of(
                "bytes",
                new org.apache.flink.table.types.logical.VarBinaryType(
                    org.apache.flink.table.types.logical.VarBinaryType.MAX_LENGTH)));
    DataFile data = new DataFile("duck.parquet", Files.size(file), 0, Map.of(), null, null);
    RowDataSerializer serializer = serializer(columns);

    List<BinaryRowData> rows = rows(reader(columns).open(data), serializer);

    assertThat(rows)
        .isEqualTo(rows(reader(columns).openNested(data, 0, Long.MAX_VALUE), serializer))
        .hasSize(50_000);
    BinaryRowData last = rows.get(49_999);
    assertThat(last.getLong(0)).isEqualTo(49_999);
    assertThat(last.getString(6)).hasToString("unique 49999");
    assertThat(last.getDecimal(7, 12, 2)).hasToString("499.99");
  }

  private DataFileReader reader(List<ReadColumn> columns) {
    return new DataFileReader(table.toString(), columns, StoredColumns.sameNames());
  }

  private List<Object> values(ReadColumn column, DataFile file) throws Exception {
    RowData.FieldGetter getter = RowData.createFieldGetter(column.type(), 0);
    List<Object> values = new ArrayList<>();
    try (CloseableIterator<RowData> rows = reader(List.of(column)).read(file)) {
      rows.forEachRemaining(row -> values.add(getter.getFieldOrNull(row)));
    }
    return values;
  }

  private static RowDataSerializer serializer(List<ReadColumn> columns) {
    return new RowDataSerializer(
        columns.stream().map(ReadColumn::type).toArray(LogicalType[]::new));
  }

  private static List<BinaryRowData> rows(RowBatches batches) throws Exception {
    return rows(batches, new RowDataSerializer(RandomParquet.FLAT_TYPES));
  }

  private static List<BinaryRowData> rows(RowBatches batches, RowDataSerializer serializer)
      throws Exception {
    List<BinaryRowData> rows = new ArrayList<>();
    long next = -1;
    try (batches) {
      for (RowBatch batch = batches.next(); batch != null; batch = batches.next()) {
        assertThat(batch.firstRow()).isGreaterThanOrEqualTo(next);
        next = batch.firstRow() + batch.size();
        for (int i = 0; i < batch.size(); i++) {
          rows.add(serializer.toBinaryRow(batch.row(i)).copy());
        }
      }
    }
    return rows;
  }

  private static List<BinaryRowData> rows(CloseableIterator<RowData> rows) throws Exception {
    RowDataSerializer serializer = new RowDataSerializer(RandomParquet.FLAT_TYPES);
    List<BinaryRowData> copies = new ArrayList<>();
    try (rows) {
      rows.forEachRemaining(row -> copies.add(serializer.toBinaryRow(row).copy()));
    }
    return copies;
  }
}
