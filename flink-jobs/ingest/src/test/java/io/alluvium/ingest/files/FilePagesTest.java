package io.alluvium.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.Page;
import io.alluvium.ingest.bronze.BronzeSchema;
import io.alluvium.ingest.folder.ArrivalSplit;
import io.alluvium.ingest.folder.FolderSettings;
import io.alluvium.ingest.folder.LandingFile;
import io.alluvium.ingest.folder.ReadyRule;
import io.alluvium.ingest.folder.StorageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
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

class FilePagesTest {
  private static final Schema ORDER =
      SchemaBuilder.record("Order").fields().requiredInt("id").requiredString("note").endRecord();

  /** More than Avro reads ahead. */
  private static final int ORDERS = 1_500;

  @TempDir private Path folder;

  @Test
  void aFailureOfTheStorageIsNoDamageOfAnAvroFile() throws Exception {
    Path file = folder.resolve("a.avro");
    avro(Files.newOutputStream(file));

    failsAsTheStorageDoes(file, FileFormat.AVRO);
  }

  @Test
  void aFailureOfTheStorageIsNoDamageOfACompressedFile() throws Exception {
    Path file = folder.resolve("a.avro.gz");
    avro(new GZIPOutputStream(Files.newOutputStream(file)));

    failsAsTheStorageDoes(file, FileFormat.AVRO);
  }

  @Test
  void aFailureOfTheStorageIsNoDamageOfAParquetFile() throws Exception {
    Path file = folder.resolve("a.parquet");
    try (ParquetWriter<GenericRecord> writer =
        AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
            .withSchema(ORDER)
            .withConf(new PlainParquetConfiguration())
            .build()) {
      for (int id = 0; id < ORDERS; id++) {
        writer.write(order(id));
      }
    }

    failsAsTheStorageDoes(file, FileFormat.PARQUET);
  }

  /** Whichever read it is that fails. */
  private void failsAsTheStorageDoes(Path file, FileFormat format) throws Exception {
    int failures = 0;
    for (boolean failed = true; failed; ) {
      failures++;
      failed = fails(file, format, failures);
    }
    assertThat(failures).isGreaterThan(5);
  }

  private boolean fails(Path file, FileFormat format, int failing) throws Exception {
    FilesSettings settings =
        new FilesSettings(
            new FolderSettings(
                FailingFileSystemFactory.SCHEME + "://" + failing + folder,
                null,
                new ReadyRule.AtOnce(),
                Duration.ZERO,
                FolderSettings.Replaced.READ,
                Duration.ZERO,
                true),
            format,
            null,
            List.of(),
            1_000);
    LandingFile arrival =
        new LandingFile(
            file.getFileName().toString(),
            Files.getLastModifiedTime(file).toMillis(),
            Files.size(file));
    BronzeTarget target =
        BronzeTarget.of("orders", "bronze.orders", BronzeSchema.of(List.of()), List.of());
    try (FilePages pages =
        new FilePages(target, settings, new ArrivalSplit(arrival, false), FileProgress.NONE)) {
      Page page = pages.next();
      assertThat(page.rows())
          .as("where read %s fails", failing)
          .extracting(RoutedRow::table)
          .containsOnly("bronze.orders", LandedFile.TABLE)
          .hasSize(ORDERS + 1);
      return false;
    } catch (StorageException e) {
      return true;
    }
  }

  private static void avro(OutputStream out) throws IOException {
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(ORDER))) {
      writer.create(ORDER, out);
      for (int id = 0; id < ORDERS; id++) {
        writer.append(order(id));
        if (id % 100 == 0) {
          // Ends a block.
          writer.sync();
        }
      }
    }
  }

  private static GenericRecord order(int id) {
    return new GenericRecordBuilder(ORDER)
        .set("id", id)
        .set("note", Integer.toString(id * 7_654_321 ^ 0x5a5a5a, 36).repeat(3))
        .build();
  }
}
