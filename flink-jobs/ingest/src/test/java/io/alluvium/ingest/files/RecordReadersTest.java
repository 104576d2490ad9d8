package io.alluvium.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.ingest.files.RecordReaders.OpenFile;
import io.alluvium.ingest.folder.FolderSettings;
import io.alluvium.ingest.folder.LandingFile;
import io.alluvium.ingest.folder.ReadyRule;
import io.alluvium.ingest.folder.StorageException;
import io.alluvium.ingest.folder.StoredFile;
import io.alluvium.ingest.record.UnreadableRecordException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReadersTest {
  private static final String JSON =
      "{\"id\":7,\"price\":12345678901234567890.12,\"at\":\"2024-05-01T10:00:00.000001Z\","
          + "\"local\":\"2024-05-01T10:00:00.000001\",\"day\":\"2024-05-01\",\"time\":\"10:00\","
          + "\"raw\":\"/wA=\",\"ratio\":\"NaN\",\"tags\":[\"a\",\"b\"],\"by\":{\"x\":1},"
          + "\"kind\":null,\"name\":\"Ä\"}";

  @TempDir private Path folder;

  @Test
  void avroAndParquetKeepEveryValue() throws IOException {
    Schema schema = schema();
    GenericRecord record = record(schema);
    Path avro = folder.resolve("a.avro");
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.create(schema, avro.toFile());
      writer.append(record);
      writer.append(record);
    }
    Path parquet = folder.resolve("a.parquet");
    try (ParquetWriter<GenericRecord> writer =
        AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(parquet))
            .withSchema(schema)
            .withConf(new PlainParquetConfiguration())
            .build()) {
      writer.write(record);
      writer.write(record);
    }

    assertThat(records(avro, FileFormat.AVRO, null)).containsExactly("1 " + JSON, "2 " + JSON);
    assertThat(records(parquet, FileFormat.PARQUET, null))
        .containsExactly("1 " + JSON, "2 " + JSON);
  }

  @Test
  void cutFilesAreDamagedAndNoFailureOfTheStorage() throws IOException {
    Path file = folder.resolve("cut");
    Files.write(file, Arrays.copyOf("PAR1".getBytes(StandardCharsets.US_ASCII), 50));

    assertThatThrownBy(() -> records(file, FileFormat.PARQUET, null))
        .isNotInstanceOf(StorageException.class);
    assertThatThrownBy(() -> records(file, FileFormat.AVRO, null))
        .isNotInstanceOf(StorageException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAvroFileThatIsCutOffNeverPassesForAWholeOne(boolean compressed) throws IOException {
    Schema schema = SchemaBuilder.record("Order").fields().requiredInt("id").endRecord();
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.create(schema, compressed ? new GZIPOutputStream(written) : written);
      for (int id = 0; id < 6; id++) {
        writer.append(new GenericRecordBuilder(schema).set("id", id).build());
        if (id % 2 == 1) {
          // Ends a block.
          writer.sync();
        }
      }
    }
    byte[] whole = written.toByteArray();
    Path file = folder.resolve("a.avro");
    Files.write(file, whole);

    assertThat(records(file, FileFormat.AVRO, null)).hasSize(6).last().isEqualTo("6 {\"id\":5}");
    int blockEnds = 0;
    for (int length = 1; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      try {
        // Between two blocks a file is whole, as far as anybody can tell.
        assertThat(records(file, FileFormat.AVRO, null)).hasSize(2 * blockEnds);
        blockEnds++;
      } catch (IOException | RuntimeException e) {
        assertThat(e).as("%s bytes", length).isNotInstanceOf(StorageException.class);
      }
    }
    // The header's end, and those of all blocks but the last.
    assertThat(blockEnds).isEqualTo(compressed ? 0 : 3);
  }

  @Test
  void csvFollowsItsSettings() throws IOException {
    Path file = folder.resolve("a.csv");
    Files.write(
        file,
        "# note\r\nskip;me\r\n1; \u00e4 ;'x\r\ny'\r\n\r\n2;\\;;'it''s'\r\n3;'open\r\n4;z;\r\n"
            .getBytes(Charset.forName("windows-1252")));

    assertThat(
            records(
                file,
                FileFormat.CSV,
                new CsvSettings(
                    ';',
                    '\'',
                    '\\',
                    '#',
                    "windows-1252",
                    CsvSettings.Header.REPLACED,
                    List.of("a", "b", "c"),
                    true)))
        .containsExactly(
            "3 1; \u00e4 ;'x\ny'",
            "6 2;\\;;'it''s'",
            "7 3;'open (a quoted field is not closed within the record)",
            "8 4;z;");
  }

  @Test
  void aQuoteWithinAnUnquotedFieldMeansItself() throws IOException {
    Path file = folder.resolve("a.csv");
    Files.writeString(
        file,
        """
        1,5" pipe,x
        2, "y
        3,"quoted, ""twice""
        over ""two"" lines","z"
        4,"closed"5" pipe,
        5,,"
        "
        """);

    assertThat(records(file, FileFormat.CSV, csv(',', null, false)))
        .containsExactly(
            "1 1,5\" pipe,x",
            "2 2, \"y",
            "3 3,\"quoted, \"\"twice\"\"\nover \"\"two\"\" lines\",\"z\"",
            "5 4,\"closed\"5\" pipe,",
            "6 5,,\"\n\"");
  }

  @Test
  void aQuoteOpensAFieldBehindBlanksThatAreTrimmedAndNotBehindAnEscape() throws IOException {
    Path file = folder.resolve("a.csv");
    Files.writeString(file, "1| \"a\nb\" |\n2\\|\"x|\n3|\\\"y\n4|\"\\\"\n\"\n");

    assertThat(records(file, FileFormat.CSV, csv('|', '\\', true)))
        .containsExactly("1 1| \"a\nb\" |", "3 2\\|\"x|", "4 3|\\\"y", "5 4|\"\\\"\n\"");
  }

  /** Whatever is written, what is read as one record is one for the parser too. */
  @Test
  void recordsEndWhereTheParserSaysSo() throws Exception {
    Random random = new Random(11);
    for (int round = 0; round < 3_000; round++) {
      boolean trimmed = random.nextBoolean();
      Character escape = random.nextBoolean() ? '\\' : null;
      CsvSettings csv = csv('\u00a6', escape, trimmed);
      CsvQuotes quotes = new CsvQuotes(csv);
      StringBuilder line = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        line.append("\"\"\"\u00a6\u00a6 a\\".charAt(random.nextInt(8)));
      }
      byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
      boolean parsed;
      try {
        new CsvFields(csv).parse(bytes, 0, bytes.length);
        parsed = true;
      } catch (UnreadableRecordException e) {
        if (!e.getMessage().contains("EOF reached before encapsulated token finished")) {
          // Refused whatever follows.
          continue;
        }
        parsed = false;
      }
      assertThat(quotes.isOpenBehind(bytes, false)).as("%s", line).isEqualTo(!parsed);
    }
  }

  private static CsvSettings csv(char delimiter, Character escape, boolean trimmed) {
    return new CsvSettings(
        delimiter,
        '"',
        escape,
        null,
        "UTF-8",
        CsvSettings.Header.GIVEN,
        List.of("a", "b", "c"),
        trimmed);
  }

  @Test
  void aByteOrderMarkTellsTheEncoding() throws IOException {
    Path file = folder.resolve("a.csv");
    Files.write(file, "\ufeffid\n\u20ac\n".getBytes(StandardCharsets.UTF_16LE));

    assertThat(
            records(
                file,
                FileFormat.CSV,
                new CsvSettings(
                    ',',
                    '"',
                    null,
                    null,
                    "UTF-8",
                    CsvSettings.Header.FIRST_LINE,
                    List.of(),
                    false)))
        .containsExactly("2 \u20ac");
  }

  @Test
  void ofALineThatIsTooLongTheBeginningIsKept() throws IOException {
    Path file = folder.resolve("a.json");
    Files.writeString(file, "x".repeat(100_000) + "\r{}\n\n \n{\"a\":1}");

    assertThat(records(file, FileFormat.JSON, null))
        .hasSize(3)
        .satisfies(
            lines -> {
              assertThat(lines.get(0)).startsWith("1 xxx").hasSizeLessThan(1_200).contains("more");
              assertThat(lines.get(1)).isEqualTo("2 {}");
              assertThat(lines.get(2)).isEqualTo("5 {\"a\":1}");
            });
  }

  private List<String> records(Path file, FileFormat format, CsvSettings csv) throws IOException {
    FilesSettings settings =
        new FilesSettings(
            new FolderSettings(
                "file:" + folder,
                null,
                new ReadyRule.AtOnce(),
                Duration.ZERO,
                FolderSettings.Replaced.READ,
                Duration.ZERO,
                true),
            format,
            csv,
            List.of(),
            1_000);
    OpenFile open =
        new RecordReaders(settings)
            .open(
                new StoredFile(
                    settings.folder().path(),
                    new LandingFile(file.getFileName().toString(), 0, Files.size(file))));
    List<String> texts = new ArrayList<>();
    try (RecordReader reader = open.records()) {
      for (FileRecord record = reader.next(); record != null; record = reader.next()) {
        texts.add(
            record.number()
                + " "
                + new String(record.bytes(), StandardCharsets.UTF_8)
                + (record.problem() == null ? "" : " (" + record.problem().getMessage() + ")"));
      }
    }
    return texts;
  }

  private static Schema schema() {
    return SchemaBuilder.record("Order")
        .fields()
        .requiredInt("id")
        .name("price")
        .type(LogicalTypes.decimal(30, 2).addToSchema(Schema.create(Schema.Type.BYTES)))
        .noDefault()
        .name("at")
        .type(LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)))
        .noDefault()
        .name("local")
        .type(LogicalTypes.localTimestampMicros().addToSchema(Schema.create(Schema.Type.LONG)))
        .noDefault()
        .name("day")
        .type(LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT)))
        .noDefault()
        .name("time")
        .type(LogicalTypes.timeMicros().addToSchema(Schema.create(Schema.Type.LONG)))
        .noDefault()
        .requiredBytes("raw")
        .requiredDouble("ratio")
        .name("tags")
        .type()
        .array()
        .items()
        .stringType()
        .noDefault()
        .name("by")
        .type()
        .map()
        .values()
        .intType()
        .noDefault()
        .optionalString("kind")
        .requiredString("name")
        .endRecord();
  }

  private static GenericRecord record(Schema schema) {
    long micros = 1_714_557_600_000_001L;
    return new GenericRecordBuilder(schema)
        .set("id", 7)
        .set(
            "price",
            new Conversions.DecimalConversion()
                .toBytes(
                    new BigDecimal("12345678901234567890.12"),
                    schema.getField("price").schema(),
                    LogicalTypes.decimal(30, 2)))
        .set("at", micros)
        .set("local", micros)
        .set("day", 19_844)
        .set("time", 36_000_000_000L)
        .set("raw", ByteBuffer.wrap(new byte[] {(byte) 0xff, 0}))
        .set("ratio", Double.NaN)
        .set("tags", List.of("a", "b"))
        .set("by", Map.of("x", 1))
        .set("kind", null)
        .set("name", "Ä")
        .build();
  }
}
