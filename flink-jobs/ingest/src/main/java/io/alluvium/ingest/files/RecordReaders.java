package io.alluvium.ingest.files;

import io.alluvium.ingest.folder.StorageException;
import io.alluvium.ingest.folder.StoredFile;
import io.alluvium.ingest.record.JsonFormat;
import io.alluvium.ingest.record.RecordDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.io.ByteOrderMark;
import org.apache.commons.io.input.BOMInputStream;
import org.apache.commons.io.input.ReaderInputStream;

/** Opens files in their format. */
final class RecordReaders {
  private final FilesSettings settings;

  RecordReaders(FilesSettings settings) {
    this.settings = settings;
  }

  /**
   * A file that is open, and what decodes its records.
   *
   * @param names of a CSV file's fields; empty for other formats
   */
  record OpenFile(RecordReader records, RecordDecoder decoder, List<String> names) {}

  /**
   * @throws StorageException where the storage fails; formats may make another exception of it
   * @throws IOException where the file is damaged
   */
  OpenFile open(StoredFile file) throws IOException {
    return switch (settings.format()) {
      case PARQUET -> json(new ParquetRecords(file));
      case AVRO -> json(new AvroReader(content(file)));
      case JSON ->
          json(
              new JsonLinesReader(
                  lines(content(file), StandardCharsets.UTF_8), settings.maxRecordBytes()));
      case CSV -> csv(file);
    };
  }

  private OpenFile json(RecordReader records) {
    return new OpenFile(records, new JsonFormat().newDecoder(settings.columns()), List.of());
  }

  private OpenFile csv(StoredFile file) throws IOException {
    CsvReader reader =
        new CsvReader(
            lines(content(file), Charset.forName(settings.csv().charset())),
            settings.csv(),
            settings.maxRecordBytes());
    try {
      reader.open();
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
    return new OpenFile(
        reader,
        new CsvRecordDecoder(settings.csv(), reader.names(), settings.columns()),
        reader.names());
  }

  private static InputStream content(StoredFile file) throws IOException {
    InputStream stored = file.open();
    try {
      return Decompression.undo(stored);
    } catch (IOException | RuntimeException e) {
      stored.close();
      throw e;
    }
  }

  /** In UTF-8; a byte order mark counts for more than the charset that is declared. */
  private Lines lines(InputStream content, Charset declared) throws IOException {
    BOMInputStream marked =
        BOMInputStream.builder()
            .setInputStream(content)
            .setByteOrderMarks(ByteOrderMark.UTF_8, ByteOrderMark.UTF_16LE, ByteOrderMark.UTF_16BE)
            .get();
    String mark = marked.getBOMCharsetName();
    Charset charset = mark == null ? declared : Charset.forName(mark);
    InputStream text =
        charset.equals(StandardCharsets.UTF_8)
            ? marked
            : ReaderInputStream.builder()
                .setReader(new InputStreamReader(marked, charset))
                .setCharset(StandardCharsets.UTF_8)
                .get();
    return new Lines(text, settings.maxRecordBytes());
  }
}
