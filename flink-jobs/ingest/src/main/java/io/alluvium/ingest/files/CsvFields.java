package io.alluvium.ingest.files;

import io.alluvium.ingest.record.ErrorClass;
import io.alluvium.ingest.record.UnreadableRecordException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Divides one record into its fields. Not thread-safe. */
final class CsvFields {
  private final CSVFormat format;
  private final char delimiter;
  private final boolean plain;
  private final boolean trimmed;
  private final int quote;

  CsvFields(CsvSettings settings) {
    format =
        CSVFormat.Builder.create()
            .setDelimiter(settings.delimiter())
            .setQuote(settings.quote())
            .setEscape(settings.escape())
            .setRecordSeparator('\n')
            .setIgnoreEmptyLines(false)
            .setIgnoreSurroundingSpaces(settings.trimmed())
            .setTrim(settings.trimmed())
            .get();
    delimiter = settings.delimiter();
    plain = settings.escape() == null;
    trimmed = settings.trimmed();
    quote = settings.quote() == null ? -1 : settings.quote();
  }

  List<String> parse(byte[] bytes, int offset, int length) throws UnreadableRecordException {
    String record = text(bytes, offset, length);
    // A parser for each record costs ten times the record; most have nothing that needs one.
    return plain && record.indexOf(quote) < 0 ? split(record) : parsed(record);
  }

  private List<String> split(String record) {
    List<String> fields = new ArrayList<>();
    int start = 0;
    for (int stop; (stop = record.indexOf(delimiter, start)) >= 0; start = stop + 1) {
      fields.add(field(record, start, stop));
    }
    fields.add(field(record, start, record.length()));
    return fields;
  }

  private String field(String record, int start, int stop) {
    String field = record.substring(start, stop);
    return trimmed ? field.strip() : field;
  }

  private List<String> parsed(String record) throws UnreadableRecordException {
    try (CSVParser parser = CSVParser.parse(new StringReader(record), format)) {
      List<CSVRecord> records = parser.getRecords();
      if (records.size() != 1) {
        throw new UnreadableRecordException(
            ErrorClass.MALFORMED, "not one CSV record but " + records.size());
      }
      return records.get(0).toList();
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      throw new UnreadableRecordException(
          ErrorClass.MALFORMED, "not CSV: " + String.valueOf(e.getMessage()));
    }
  }

  private static String text(byte[] bytes, int offset, int length)
      throws UnreadableRecordException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, offset, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableRecordException(
          ErrorClass.MALFORMED, "not text in the declared encoding");
    }
  }
}
