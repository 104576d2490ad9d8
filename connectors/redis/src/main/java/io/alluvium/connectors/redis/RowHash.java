package io.alluvium.connectors.redis;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** The Redis key and the fields of a row. */
final class RowHash implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final char SEPARATOR = ':';

  private final String keyPrefix;
  private final List<String> columns;
  private final List<FieldText> texts;
  private final int[] keyIndexes;

  RowHash(String keyPrefix, RowType rowType, int[] keyIndexes) {
    this.keyPrefix = keyPrefix;
    this.columns = new ArrayList<>(rowType.getFieldNames());
    this.texts = new ArrayList<>();
    this.keyIndexes = keyIndexes.clone();
    for (int i = 0; i < rowType.getFieldCount(); i++) {
      RowType.RowField field = rowType.getFields().get(i);
      texts.add(
          FieldText.of(field.getType(), i)
              .orElseThrow(
                  () ->
                      new ValidationException(
                          "Column '"
                              + field.getName()
                              + "' of type "
                              + field.getType().asSummaryString()
                              + " has no text form for Redis; cast it to STRING.")));
    }
  }

  String key(RowData row) {
    StringBuilder key = new StringBuilder(keyPrefix);
    for (int index : keyIndexes) {
      key.append(SEPARATOR).append(texts.get(index).of(row));
    }
    return key.toString();
  }

  /** Every column by its name; the value is null where the column's is. */
  Map<String, String> fields(RowData row) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      fields.put(columns.get(i), row.isNullAt(i) ? null : texts.get(i).of(row));
    }
    return fields;
  }
}
