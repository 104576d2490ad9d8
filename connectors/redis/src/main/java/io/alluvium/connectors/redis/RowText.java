package io.alluvium.connectors.redis;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** A row as a text for people, whatever is wrong with it; most rows have none of their own. */
record RowText(List<Field> fields) implements Serializable {

  /** A column. */
  record Field(String name, RowData.FieldGetter getter) implements Serializable {}

  static RowText of(RowType rowType) {
    List<Field> fields = new ArrayList<>();
    for (RowType.RowField field : rowType.getFields()) {
      fields.add(
          new Field(field.getName(), RowData.createFieldGetter(field.getType(), fields.size())));
    }
    return new RowText(fields);
  }

  String of(RowData row) {
    StringJoiner text = new StringJoiner(", ", row.getRowKind().shortString() + " ", "");
    for (Field field : fields) {
      text.add(field.name() + "=" + field.getter().getFieldOrNull(row));
    }
    return text.toString();
  }
}
