package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.CommandBuffer;
import java.io.Serializable;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;

/**
 * How the rows of a table become keys and values.
 *
 * @param key of Redis
 * @param member within what is under the key; null where a key holds one row
 * @param keyFields of the columns that these name
 * @param version null where no column tells it
 * @param text of whole rows
 */
record RedisTable(
    KeyTemplate key,
    @Nullable KeyTemplate member,
    Map<String, KeyField> keyFields,
    RowValues values,
    @Nullable RowVersion version,
    RowText text)
    implements Serializable {

  /** A column of the primary key. */
  record KeyField(FieldText text, int index) implements Serializable {}

  /** One text for each row, whatever is in it: where rows are sent that are not fit, too. */
  String place(RowData row) {
    String text = key.key(column -> text(column, row));
    return member == null ? text : text + ":" + member.key(column -> text(column, row));
  }

  /**
   * @throws UnfitRowException where a column of the key is null
   */
  RowKey key(RowData row) throws UnfitRowException {
    for (Map.Entry<String, KeyField> field : keyFields.entrySet()) {
      if (row.isNullAt(field.getValue().index())) {
        throw new UnfitRowException("column '" + field.getKey() + "' of its key is NULL");
      }
    }
    return new RowKey(
        key.key(column -> text(column, row)),
        member == null ? "" : member.key(column -> text(column, row)));
  }

  private String text(String column, RowData row) {
    KeyField field = keyFields.get(column);
    return row.isNullAt(field.index()) ? "" : field.text().of(row);
  }

  /** Writes the values of a row, and tells of its change. */
  RowChange change(RowData row, CommandBuffer out) throws UnfitRowException {
    boolean versioned = version != null && version.isKnown(row);
    long number = versioned ? version.of(row) : 0;
    int from = out.length();
    return switch (row.getRowKind()) {
      case UPDATE_BEFORE, DELETE ->
          new RowChange(versioned, number, RowChange.DELETED, 0, from, from, from);
      case INSERT, UPDATE_AFTER -> {
        int count = values.write(row, out);
        int absent = out.length();
        int absences = values.writeAbsent(row, out);
        yield new RowChange(versioned, number, count, absences, from, absent, out.length());
      }
    };
  }
}
