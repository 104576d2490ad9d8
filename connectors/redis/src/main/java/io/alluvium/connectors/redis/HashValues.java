package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.CommandBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Fields and their values in turn: every column by its name, but those that are null. */
final class HashValues implements RowValues {
  private static final long serialVersionUID = 1L;

  private final byte[][] names;
  private final FieldText[] texts;

  /**
   * @param reserved names of fields that are the sink's
   */
  HashValues(RowType rowType, Set<String> reserved) {
    names = new byte[rowType.getFieldCount()][];
    texts = new FieldText[names.length];
    for (int i = 0; i < names.length; i++) {
      RowType.RowField field = rowType.getFields().get(i);
      if (reserved.contains(field.getName())) {
        throw new ValidationException(
            "A column of a Redis table cannot be named '"
                + field.getName()
                + "': the sink keeps its own there.");
      }
      names[i] = field.getName().getBytes(StandardCharsets.UTF_8);
      texts[i] = FieldText.required(field, i);
    }
  }

  @Override
  public int write(RowData row, CommandBuffer out) {
    int count = 0;
    for (int i = 0; i < names.length; i++) {
      if (!row.isNullAt(i)) {
        out.argument(names[i]);
        texts[i].write(row, out);
        count += 2;
      }
    }
    return count;
  }

  @Override
  public int writeAbsent(RowData row, CommandBuffer out) {
    int count = 0;
    for (int i = 0; i < names.length; i++) {
      if (row.isNullAt(i)) {
        out.argument(names[i]);
        count++;
      }
    }
    return count;
  }

  @Override
  public String describe(List<String> values) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i += 2) {
      fields.put(values.get(i), values.get(i + 1));
    }
    return new ArrayList<>(fields.entrySet()).toString();
  }
}
