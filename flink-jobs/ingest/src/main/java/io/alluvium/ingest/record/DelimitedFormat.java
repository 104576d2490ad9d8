package io.alluvium.ingest.record;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Delimited text (CSV, RFC 4180): one record is one line, in which line breaks stand in quotes
 * only.
 *
 * @param fields names of the fields, in the order of the record
 * @param delimiter between fields
 * @param quote around texts that contain the delimiter, line breaks or quotes, which are doubled
 */
public record DelimitedFormat(List<String> fields, char delimiter, char quote)
    implements RecordFormat {
  /**
   * @throws IllegalArgumentException where two fields have one name, or delimiter and quote are one
   */
  public DelimitedFormat {
    fields = List.copyOf(fields);
    Set<String> names = new HashSet<>();
    for (String field : fields) {
      if (!names.add(field)) {
        throw new IllegalArgumentException("Field '" + field + "' is there twice");
      }
    }
    if (delimiter == quote || isLineBreak(delimiter) || isLineBreak(quote)) {
      throw new IllegalArgumentException(
          "Delimiter and quote must be two characters that do not end lines");
    }
  }

  /**
   * @throws IllegalArgumentException where a column's field is none of the record's
   */
  @Override
  public RecordDecoder newDecoder(List<DeclaredColumn> columns) {
    return new DelimitedRecordDecoder(this, columns);
  }

  private static boolean isLineBreak(char character) {
    return character == '\n' || character == '\r';
  }
}
