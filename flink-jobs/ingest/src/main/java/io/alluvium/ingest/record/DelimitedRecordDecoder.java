package io.alluvium.ingest.record;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;

/**
 * Decodes delimited text. A record with fewer fields than declared is refused, as one that was cut
 * off; further fields are rescued under {@code field_N}, counted from 1. A field without a
 * character is null, and is an empty text where it stands in quotes and its column is a STRING.
 */
final class DelimitedRecordDecoder implements RecordDecoder {
  private static final int NO_COLUMN = -1;

  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
  private final DelimitedFormat format;
  private final ColumnValues values;
  private final RescuedFields rescued = new RescuedFields(new JsonFactory());
  private final TextFields texts;

  /** By the field's place. */
  private final int[] columns;

  private final StringBuilder text = new StringBuilder();
  private CharSequence record = "";
  private int at;
  private boolean quoted;

  DelimitedRecordDecoder(DelimitedFormat format, List<DeclaredColumn> declared) {
    this.format = format;
    this.values = new ColumnValues(declared);
    this.texts = new TextFields(values, rescued);
    this.columns = new int[format.fields().size()];
    Arrays.fill(columns, NO_COLUMN);
    for (int i = 0; i < declared.size(); i++) {
      DeclaredColumn column = declared.get(i);
      int field = format.fields().indexOf(column.field());
      if (field < 0) {
        throw new IllegalArgumentException(
            "Column '"
                + column.name()
                + "' reads field '"
                + column.field()
                + "', which is none of "
                + String.join(", ", format.fields()));
      }
      if (columns[field] != NO_COLUMN) {
        throw new IllegalArgumentException(
            "Columns '"
                + declared.get(columns[field]).name()
                + "' and '"
                + column.name()
                + "' read the same field");
      }
      columns[field] = i;
    }
  }

  @Override
  @Nullable
  public StringData decode(byte[] bytes, int offset, int length, GenericRowData row)
      throws UnreadableRecordException {
    record = decoded(bytes, offset, length);
    at = 0;
    int end = withoutLineBreak();
    if (end == 0) {
      throw new UnreadableRecordException(ErrorClass.EMPTY, "the record is empty");
    }
    rescued.reset();
    try {
      int count = 0;
      boolean more = true;
      while (more) {
        String field = field(end);
        more = at < end;
        at++;
        take(count++, field, row);
      }
      if (count < columns.length) {
        throw new UnreadableRecordException(
            ErrorClass.MALFORMED, "the record has " + count + " fields, not " + columns.length);
      }
      values.checkRequired(row);
      return rescued.finish();
    } catch (IOException e) {
      // Written to memory.
      throw new UncheckedIOException(e);
    }
  }

  private void take(int field, String value, GenericRowData row)
      throws IOException, UnreadableRecordException {
    int column = field < columns.length ? columns[field] : NO_COLUMN;
    if (column != NO_COLUMN) {
      row.setField(column, texts.read(column, value, quoted));
    } else if (field >= columns.length) {
      rescued.keep("field_" + (field + 1), value);
    } else if (!value.isEmpty() || quoted) {
      rescued.keep(format.fields().get(field), value);
    }
  }

  private CharSequence decoded(byte[] bytes, int offset, int length)
      throws UnreadableRecordException {
    try {
      return utf8.decode(ByteBuffer.wrap(bytes, offset, length));
    } catch (CharacterCodingException e) {
      throw new UnreadableRecordException(ErrorClass.MALFORMED, "not text in UTF-8");
    }
  }

  private int withoutLineBreak() {
    int end = record.length();
    if (end > 0 && record.charAt(end - 1) == '\n') {
      end--;
    }
    if (end > 0 && record.charAt(end - 1) == '\r') {
      end--;
    }
    return end;
  }

  /** Reads a field, and leaves the place at the delimiter behind it or at the end. */
  private String field(int end) throws UnreadableRecordException {
    quoted = at < end && record.charAt(at) == format.quote();
    if (quoted) {
      return quotedField(end);
    }
    int start = at;
    while (at < end && record.charAt(at) != format.delimiter()) {
      char character = record.charAt(at++);
      if (character == '\n' || character == '\r') {
        throw new UnreadableRecordException(ErrorClass.MALFORMED, "more than one line");
      }
    }
    return record.subSequence(start, at).toString();
  }

  private String quotedField(int end) throws UnreadableRecordException {
    text.setLength(0);
    at++;
    while (at < end) {
      char character = record.charAt(at++);
      if (character != format.quote()) {
        text.append(character);
      } else if (at < end && record.charAt(at) == format.quote()) {
        text.append(character);
        at++;
      } else if (at == end || record.charAt(at) == format.delimiter()) {
        return text.toString();
      } else {
        throw new UnreadableRecordException(
            ErrorClass.MALFORMED, "a quote within a field is not doubled");
      }
    }
    throw new UnreadableRecordException(ErrorClass.MALFORMED, "a quote is not closed");
  }
}
