package io.alluvium.connectors.delta.table;

import io.alluvium.connectors.delta.DeltaException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.data.utils.JoinedRowData;
import org.apache.flink.table.data.utils.ProjectedRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** The rows of a version by what they are looked up by. */
final class LookupRows {
  private final String tablePath;
  private final long version;
  private final RowDataSerializer serializer;
  private final RowDataSerializer keySerializer;
  private final ProjectedRowData key;
  private final int[] keys;
  private final long maxRows;
  private final Map<BinaryRowData, List<RowData>> rows = new HashMap<>();
  private long count;

  LookupRows(String tablePath, long version, RowType type, int[] keys, long maxRows) {
    this.tablePath = tablePath;
    this.version = version;
    this.serializer = new RowDataSerializer(type);
    this.keys = keys;
    LogicalType[] keyTypes = new LogicalType[keys.length];
    for (int i = 0; i < keys.length; i++) {
      keyTypes[i] = type.getTypeAt(keys[i]);
    }
    this.keySerializer = new RowDataSerializer(keyTypes);
    this.key = ProjectedRowData.from(keys);
    this.maxRows = maxRows;
  }

  long version() {
    return version;
  }

  /**
   * @param metadata goes after the columns of each row
   */
  void addAll(Iterator<RowData> read, Object[] metadata) {
    GenericRowData last = GenericRowData.of(metadata);
    JoinedRowData joined = new JoinedRowData();
    while (read.hasNext()) {
      add(serializer.toBinaryRow(joined.replace(read.next(), last)));
    }
  }

  private void add(BinaryRowData row) {
    for (int column : keys) {
      if (row.isNullAt(column)) {
        // Null equals nothing.
        return;
      }
    }
    if (++count > maxRows) {
      throw new DeltaException(
          String.format(
              "Version %d of Delta table %s has more than %d rows to hold in memory for look-ups."
                  + " Raise 'lookup.max-rows' and the task managers' heap, or use a join without"
                  + " FOR SYSTEM_TIME AS OF.",
              version, tablePath, maxRows));
    }
    RowData owned = row.copy();
    BinaryRowData of = keySerializer.toBinaryRow(key.replaceRow(row));
    List<RowData> same = rows.get(of);
    if (same == null) {
      rows.put(of.copy(), List.of(owned));
    } else {
      List<RowData> more = same.size() == 1 ? new ArrayList<>(same) : same;
      more.add(owned);
      if (same.size() == 1) {
        rows.put(of.copy(), more);
      }
    }
  }

  List<RowData> of(BinaryRowData wanted) {
    return rows.getOrDefault(wanted, List.of());
  }
}
