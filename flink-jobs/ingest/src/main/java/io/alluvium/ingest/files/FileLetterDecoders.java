package io.alluvium.ingest.files;

import io.alluvium.ingest.deadletters.DeadLetter;
import io.alluvium.ingest.record.ErrorClass;
import io.alluvium.ingest.record.JsonFormat;
import io.alluvium.ingest.record.RecordDecoder;
import io.alluvium.ingest.record.UnreadableRecordException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What decodes the records of files that are in dead letters. Not thread-safe. */
final class FileLetterDecoders {
  private final FilesSettings settings;
  private final Map<List<String>, RecordDecoder> csv = new HashMap<>();
  private final RecordDecoder json;

  FileLetterDecoders(FilesSettings settings) {
    this.settings = settings;
    this.json = new JsonFormat().newDecoder(settings.columns());
  }

  /**
   * @throws UnreadableRecordException where the letter does not hold the whole record
   */
  RecordDecoder of(DeadLetter letter) throws UnreadableRecordException {
    if (letter.errorClass().toString().equals(ErrorClass.TOO_LARGE.code())) {
      throw new UnreadableRecordException(
          ErrorClass.TOO_LARGE, "of a record that was too large only the beginning is there");
    }
    if (settings.format() != FileFormat.CSV) {
      // Also of Parquet and Avro, whose records are JSON in the letters.
      return json;
    }
    List<String> names =
        settings.csv().header() == CsvSettings.Header.FIRST_LINE
            ? CsvHeader.names(letter.headers())
            : settings.csv().names();
    if (names.isEmpty()) {
      throw new UnreadableRecordException(
          ErrorClass.MALFORMED, "the letter does not say what the fields of its file are");
    }
    return csv.computeIfAbsent(
        names, fields -> new CsvRecordDecoder(settings.csv(), fields, settings.columns()));
  }
}
