package io.alluvium.ingest.files;

import io.alluvium.ingest.record.ErrorClass;
import io.alluvium.ingest.record.UnreadableRecordException;
import java.io.IOException;

/** One JSON object on each line; blank lines are passed over. */
final class JsonLinesReader implements RecordReader {
  private final Lines lines;
  private final int maxBytes;

  JsonLinesReader(Lines lines, int maxBytes) {
    this.lines = lines;
    this.maxBytes = maxBytes;
  }

  @Override
  public FileRecord next() throws IOException {
    byte[] line;
    while ((line = lines.next()) != null) {
      if (lines.isTooLong()) {
        return new FileRecord(lines.number(), line, tooLong(maxBytes));
      }
      if (!isBlank(line)) {
        return FileRecord.of(lines.number(), line);
      }
    }
    return null;
  }

  static UnreadableRecordException tooLong(int maxBytes) {
    return new UnreadableRecordException(
        ErrorClass.TOO_LARGE,
        "the record has more than max-record-bytes = " + maxBytes + "; only its beginning is kept");
  }

  static boolean isBlank(byte[] line) {
    for (byte character : line) {
      if (character != ' ' && character != '\t') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
