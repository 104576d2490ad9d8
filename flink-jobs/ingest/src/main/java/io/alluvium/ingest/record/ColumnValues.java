package io.alluvium.ingest.record;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryStringData;

/** The declared columns and their conversions, and the rules that all formats share. */
final class ColumnValues {
  private final DeclaredColumn[] columns;
  private final ValueConversion[] conversions;
  private final int[] required;

  ColumnValues(List<DeclaredColumn> declared) {
    columns = declared.toArray(DeclaredColumn[]::new);
    conversions = declared.stream().map(ColumnTypes::conversion).toArray(ValueConversion[]::new);
    required = IntStream.range(0, columns.length).filter(i -> columns[i].required()).toArray();
  }

  int count() {
    return columns.length;
  }

  DeclaredColumn column(int index) {
    return columns[index];
  }

  ValueConversion conversion(int index) {
    return conversions[index];
  }

  /**
   * Says that a value does not fit its column.
   *
   * @param value what it is, in words: "the text 'warm'"
   * @throws UnreadableRecordException where the column rejects it; else it is to be rescued
   */
  void misfit(int index, String value) throws UnreadableRecordException {
    if (columns[index].rejects()) {
      throw new UnreadableRecordException(
          ErrorClass.WRONG_TYPE,
          "field '"
              + columns[index].field()
              + "' is "
              + value
              + ", not "
              + conversions[index].expected());
    }
  }

  /** Most texts begin with a letter or digit; only others are looked at as a whole. */
  private static boolean isBlank(StringData text) {
    if (text instanceof BinaryStringData string
        && string.getSizeInBytes() > 0
        && string.byteAt(0) > ' ') {
      return false;
    }
    return text.toString().isBlank();
  }

  /** Refuses a row without a value in a required column. */
  void checkRequired(GenericRowData row) throws UnreadableRecordException {
    for (int index : required) {
      Object value = row.getField(index);
      if (value == null || (value instanceof StringData text && isBlank(text))) {
        throw new UnreadableRecordException(
            ErrorClass.MISSING_FIELD, "field '" + columns[index].field() + "' is missing or blank");
      }
    }
  }
}
