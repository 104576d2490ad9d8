package io.alluvium.connectors.delta.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFileWriterTest {
  private static final RowType ALL_TYPES =
      (RowType)
          DataTypes.ROW(
                  DataTypes.FIELD("id", DataTypes.BIGINT().notNull()),
                  DataTypes.FIELD("flag", DataTypes.BOOLEAN()),
                  DataTypes.FIELD("tiny", DataTypes.TINYINT()),
                  DataTypes.FIELD("small", DataTypes.SMALLINT()),
                  DataTypes.FIELD("whole", DataTypes.INT()),
                  DataTypes.FIELD("ratio", DataTypes.FLOAT()),
                  DataTypes.FIELD("measure", DataTypes.DOUBLE()),
                  DataTypes.FIELD("price", DataTypes.DECIMAL(10, 2)),
                  DataTypes.FIELD("huge", DataTypes.DECIMAL(38, 18)),
                  DataTypes.FIELD("name", DataTypes.STRING()),
                  DataTypes.FIELD("payload", DataTypes.BYTES()),
                  DataTypes.FIELD("day", DataTypes.DATE()),
                  DataTypes.FIELD("instant", DataTypes.TIMESTAMP_LTZ(6)),
                  DataTypes.FIELD("tags", DataTypes.ARRAY(DataTypes.STRING())),
                  DataTypes.FIELD("counts", DataTypes.MAP(DataTypes.STRING(), DataTypes.BIGINT())),
                  DataTypes.FIELD(
                      "place", DataTypes.ROW(DataTypes.FIELD("city", DataTypes.STRING()))))
              .getLogicalType();

  @TempDir Path folder;

  @Test
  void everyTypeComesBackAsItWasWritten() throws Exception {
    RowDataSerializer serializer = new RowDataSerializer(ALL_TYPES);
    List<RowData> written = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      written.add(serializer.toBinaryRow(randomRow(random, i)).copy());
    }

    DataFile file = write(ALL_TYPES, written);

    List<RowData> read = new ArrayList<>();
    try (CloseableIterator<RowData> rows =
        new DataFileReader(folder.toString(), ALL_TYPES).read(file)) {
      rows.forEachRemaining(row -> read.add(serializer.toBinaryRow(row).copy()));
    }
    assertThat(read).isEqualTo(written);
  }

  @Test
  void anotherReaderSeesTheSameValues() throws Exception {
    GenericRowData row = randomRow(new Random(1), 1);
    row.setField(6, -12.25);
    row.setField(7, DecimalData.fromBigDecimal(new BigDecimal("-1234.50"), 10, 2));
    row.setField(9, StringData.fromString("Zürich"));
    row.setField(11, (int) LocalDate.of(1969, 7, 20).toEpochDay());
    row.setField(12, TimestampData.fromInstant(Instant.parse("2015-03-29T01:30:00.123456Z")));

    DataFile file = write(ALL_TYPES, List.of(row));

    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT measure, price::VARCHAR, name, day::VARCHAR, epoch_us(instant)"
                    + " FROM read_parquet('"
                    + folder.resolve(file.path())
                    + "')")) {
      assertThat(result.next()).isTrue();
      assertThat(result.getDouble(1)).isEqualTo(-12.25);
      assertThat(result.getString(2)).isEqualTo("-1234.50");
      assertThat(result.getString(3)).isEqualTo("Zürich");
      assertThat(result.getString(4)).isEqualTo("1969-07-20");
      assertThat(result.getLong(5)).isEqualTo(1_427_592_600_123_456L);
    }
  }

  @Test
  void statisticsBoundTheValues() throws Exception {
    RowType type =
        RowType.of(ALL_TYPES.getTypeAt(0), ALL_TYPES.getTypeAt(6), ALL_TYPES.getTypeAt(9));
    List<RowData> rows =
        List.of(
            GenericRowData.of(3L, 1.5, StringData.fromString("b")),
            GenericRowData.of(1L, null, StringData.fromString("a".repeat(100))),
            GenericRowData.of(2L, -0.5, StringData.fromString("mm")));

    JsonNode statistics = new ObjectMapper().readTree(write(type, rows).statistics());

    assertThat(statistics.path("numRecords").asLong()).isEqualTo(3);
    assertThat(statistics.path("minValues").path("f0").asLong()).isEqualTo(1);
    assertThat(statistics.path("maxValues").path("f0").asLong()).isEqualTo(3);
    assertThat(statistics.path("minValues").path("f1").asDouble()).isEqualTo(-0.5);
    assertThat(statistics.path("maxValues").path("f1").asDouble()).isEqualTo(1.5);
    assertThat(statistics.path("nullCount").path("f1").asLong()).isEqualTo(1);
    assertThat(statistics.path("maxValues").path("f2").asText()).isEqualTo("mm");
    // A shortened minimum is still a bound, a shortened maximum would not be.
    assertThat(statistics.path("minValues").path("f2").asText())
        .isNotEmpty()
        .hasSizeLessThan(100)
        .isLessThanOrEqualTo("a".repeat(100));
  }

  @Test
  void aMaximumTooLongToKeepIsLeftOut() throws Exception {
    RowType type = RowType.of(ALL_TYPES.getTypeAt(9));

    JsonNode statistics =
        new ObjectMapper()
            .readTree(
                write(type, List.of(GenericRowData.of(StringData.fromString("z".repeat(100)))))
                    .statistics());

    assertThat(statistics.path("maxValues").has("f0")).isFalse();
  }

  @Test
  void aColumnWithNotANumberHasNoBounds() throws Exception {
    RowType type = RowType.of(ALL_TYPES.getTypeAt(6));

    JsonNode statistics =
        new ObjectMapper()
            .readTree(
                write(type, List.of(GenericRowData.of(1.0), GenericRowData.of(Double.NaN)))
                    .statistics());

    assertThat(statistics.path("minValues").has("f0")).isFalse();
    assertThat(statistics.path("maxValues").has("f0")).isFalse();
  }

  @Test
  void fieldsOfRowsHaveStatisticsOfTheirOwnAndArraysHaveNone() throws Exception {
    RowType type =
        (RowType)
            DataTypes.ROW(
                    DataTypes.FIELD(
                        "place",
                        DataTypes.ROW(
                            DataTypes.FIELD("city", DataTypes.STRING()),
                            DataTypes.FIELD("height", DataTypes.INT()))),
                    DataTypes.FIELD("tags", DataTypes.ARRAY(DataTypes.STRING())),
                    DataTypes.FIELD("flag", DataTypes.BOOLEAN()))
                .getLogicalType();
    List<RowData> rows =
        List.of(
            GenericRowData.of(GenericRowData.of(StringData.fromString("Bern"), 540), null, true),
            GenericRowData.of(null, new GenericArrayData(new Object[0]), null),
            GenericRowData.of(
                GenericRowData.of(null, -3),
                new GenericArrayData(new Object[] {null, StringData.fromString("x")}),
                false));

    JsonNode statistics = new ObjectMapper().readTree(write(type, rows).statistics());

    assertThat(statistics.path("minValues").path("place").path("height").asInt()).isEqualTo(-3);
    assertThat(statistics.path("maxValues").path("place").path("city").asText()).isEqualTo("Bern");
    assertThat(statistics.path("nullCount").path("place").path("city").asInt()).isEqualTo(2);
    assertThat(statistics.path("nullCount").path("place").path("height").asInt()).isEqualTo(1);
    assertThat(statistics.path("nullCount").path("flag").asInt()).isEqualTo(1);
    assertThat(statistics.path("minValues").has("flag")).isFalse();
    assertThat(statistics.path("nullCount").has("tags")).isFalse();
  }

  @Test
  void statisticsOfSeveralRowGroupsAreOfTheWholeFile() throws Exception {
    RowType type = RowType.of(ALL_TYPES.getTypeAt(0), ALL_TYPES.getTypeAt(9));
    DataFile file;
    try (DataFileWriter writer = new DataFileWriter(folder.toString(), "groups.parquet", type)) {
      for (long i = 0; i < 10; i++) {
        writer.write(GenericRowData.of(7 - i, i % 2 == 0 ? null : StringData.fromString("s" + i)));
        writer.flushRowGroup();
      }
      file = writer.finish();
    }

    JsonNode statistics = new ObjectMapper().readTree(file.statistics());

    assertThat(statistics.path("numRecords").asLong()).isEqualTo(10);
    assertThat(statistics.path("minValues").path("f0").asLong()).isEqualTo(-2);
    assertThat(statistics.path("maxValues").path("f0").asLong()).isEqualTo(7);
    assertThat(statistics.path("maxValues").path("f1").asText()).isEqualTo("s9");
    assertThat(statistics.path("nullCount").path("f1").asLong()).isEqualTo(5);
  }

  @Test
  void onlyTheColumnsThatTheTableSaysHaveStatistics() throws Exception {
    RowType type = RowType.of(ALL_TYPES.getTypeAt(0), ALL_TYPES.getTypeAt(4));

    assertThat(nullCounts(type, Map.of("delta.dataSkippingNumIndexedCols", "1")))
        .isEqualTo("{\"f0\":0}");
    assertThat(nullCounts(type, Map.of("delta.dataSkippingNumIndexedCols", "-1")))
        .isEqualTo("{\"f0\":0,\"f1\":0}");
    assertThat(nullCounts(type, Map.of("delta.dataSkippingStatsColumns", "`f1`")))
        .isEqualTo("{\"f1\":0}");
  }

  private String nullCounts(RowType type, Map<String, String> properties) throws Exception {
    try (DataFileFormat format =
            new DataFileFormat(
                type, List.of(), ParquetSettings.DEFAULT, StatisticsColumns.of(properties));
        DataFileWriter writer =
            format.newFile(
                folder.toString(), "", java.util.UUID.randomUUID() + ".parquet", Map.of())) {
      writer.write(GenericRowData.of(1L, 2));
      return new ObjectMapper().readTree(writer.finish().statistics()).path("nullCount").toString();
    }
  }

  @Test
  void refusesARowWithoutAValueThatMustBeThere() throws Exception {
    RowType type = RowType.of(ALL_TYPES.getTypeAt(0));
    try (DataFileWriter writer = new DataFileWriter(folder.toString(), "null.parquet", type)) {
      assertThatThrownBy(() -> writer.write(GenericRowData.of((Object) null)))
          .hasMessageContaining("Column 'f0' of table " + folder)
          .hasMessageContaining("NOT NULL");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zstd", "snappy", "gzip", "none"})
  void anotherReaderReadsEveryCodecWithAndWithoutDictionary(String codec) throws Exception {
    RowType type = RowType.of(ALL_TYPES.getTypeAt(0), ALL_TYPES.getTypeAt(9));
    for (boolean dictionary : new boolean[] {true, false}) {
      String name = codec + dictionary + ".parquet";
      try (DataFileFormat format =
              new DataFileFormat(
                  type,
                  List.of(),
                  new ParquetSettings(codec, 3, 1 << 14, 1 << 12, dictionary),
                  StatisticsColumns.DEFAULT);
          DataFileWriter writer = format.newFile(folder.toString(), "", name, Map.of())) {
        for (long i = 0; i < 20_000; i++) {
          writer.write(GenericRowData.of(i, StringData.fromString("row " + i % 1000)));
        }
        assertThat(writer.finish().size()).isEqualTo(Files.size(folder.resolve(name)));
      }
      try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = duckdb.createStatement();
          ResultSet result =
              statement.executeQuery(
                  "SELECT SUM(f0), COUNT(DISTINCT f1), COUNT(*) FROM read_parquet('"
                      + folder.resolve(name)
                      + "')")) {
        assertThat(result.next()).isTrue();
        assertThat(result.getLong(1)).isEqualTo(199_990_000L);
        assertThat(result.getLong(2)).isEqualTo(1000);
        assertThat(result.getLong(3)).isEqualTo(20_000);
      }
    }
  }

  private DataFile write(RowType type, List<RowData> rows) throws Exception {
    try (DataFileWriter writer = new DataFileWriter(folder.toString(), "data.parquet", type)) {
      for (RowData row : rows) {
        writer.write(row);
      }
      return writer.finish();
    }
  }

  private static GenericRowData randomRow(Random random, long id) {
    GenericRowData row =
        GenericRowData.of(
            id,
            random.nextBoolean(),
            (byte) random.nextInt(),
            (short) random.nextInt(),
            random.nextInt(),
            random.nextFloat(),
            random.nextGaussian(),
            DecimalData.fromBigDecimal(BigDecimal.valueOf(random.nextInt(), 2), 10, 2),
            DecimalData.fromBigDecimal(BigDecimal.valueOf(random.nextLong(), 18), 38, 18),
            StringData.fromString("name " + random.nextInt(20)),
            Long.toString(random.nextLong()).getBytes(java.nio.charset.StandardCharsets.UTF_8),
            random.nextInt(40_000) - 10_000,
            TimestampData.fromEpochMillis(random.nextInt() * 1000L, 123_000),
            new GenericArrayData(new Object[] {StringData.fromString("x"), null}),
            new GenericMapData(Map.of(StringData.fromString("k"), random.nextLong())),
            GenericRowData.of(StringData.fromString("city " + random.nextInt(5))));
    for (int column = 1; column < row.getArity(); column++) {
      if (random.nextInt(8) == 0) {
        row.setField(column, null);
      }
    }
    return row;
  }
}
