package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;

/** Reads back what a sink wrote. */
final class TableContents {

  private TableContents() {}

  /**
   * The ids of all rows in order, repeats included: to compare lists whatever their order takes
   * minutes for as many.
   */
  static List<Long> ids(String tablePath) throws Exception {
    List<Long> ids = new ArrayList<>();
    read(tablePath, DeltaTable.at(tablePath).snapshot(), row -> ids.add(row.getLong(0)));
    ids.sort(Comparator.naturalOrder());
    return ids;
  }

  /** The ids of a file's rows. */
  static List<Long> ids(String tablePath, DataFile file) throws Exception {
    List<Long> ids = new ArrayList<>();
    try (CloseableIterator<RowData> rows =
        new DataFileReader(tablePath, SinkTestJob.ROW_TYPE).read(file)) {
      rows.forEachRemaining(row -> ids.add(row.getLong(0)));
    }
    return ids;
  }

  /** For a null among {@link #amounts}. */
  static final long NO_AMOUNT = Long.MIN_VALUE;

  /** Amount by id; fails where an id occurs twice. */
  static Map<Long, Long> amounts(String tablePath, DeltaSnapshot snapshot) throws Exception {
    Map<Long, Long> amounts = new TreeMap<>();
    read(
        tablePath,
        snapshot,
        row -> {
          long amount = row.isNullAt(1) ? NO_AMOUNT : row.getLong(1);
          if (amounts.put(row.getLong(0), amount) != null) {
            throw new AssertionError(
                "key " + row.getLong(0) + " twice in version " + snapshot.version());
          }
        });
    return amounts;
  }

  interface RowConsumer {
    void accept(RowData row);
  }

  private static void read(String tablePath, DeltaSnapshot snapshot, RowConsumer consumer)
      throws Exception {
    RowType rowType = snapshot.rowType();
    DataFileReader reader = new DataFileReader(tablePath, rowType);
    for (DataFile file : snapshot.files()) {
      try (CloseableIterator<RowData> rows = reader.read(file)) {
        while (rows.hasNext()) {
          consumer.accept(rows.next());
        }
      }
    }
  }
}
