package io.alluvium.ingest.record;

import java.io.IOException;
import javax.annotation.Nullable;

/** Reads values of formats in which everything is text. */
final class TextFields {
  private final ColumnValues values;
  private final RescuedFields rescued;

  TextFields(ColumnValues values, RescuedFields rescued) {
    this.values = values;
    this.rescued = rescued;
  }

  /**
   * @param quoted whether the text stood in quotes: nothing at all is null only without
   */
  @Nullable
  Object read(int index, String text, boolean quoted)
      throws IOException, UnreadableRecordException {
    DeclaredColumn column = values.column(index);
    ValueConversion conversion = values.conversion(index);
    if (column.isNull(text) || (text.isBlank() && (!quoted || !conversion.isText()))) {
      return null;
    }
    String mapped = column.mapped(text);
    Object value = conversion.fromText(mapped == null ? text : mapped);
    if (value == null) {
      if (column.rejects()) {
        values.misfit(index, "the text '" + UnreadableRecordException.excerpt(text) + "'");
      }
      rescued.keep(column.field(), text);
    } else if (mapped != null) {
      rescued.keep(column.field(), text);
    }
    return value;
  }
}
