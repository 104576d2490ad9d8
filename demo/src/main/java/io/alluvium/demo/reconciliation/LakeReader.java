package io.alluvium.demo.reconciliation;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;

/** Reads the latest version of the lake's tables, without Flink. */
final class LakeReader {
  private final Path lake;

  LakeReader(Path lake) {
    this.lake = lake;
  }

  /**
   * Hands on every row, with these columns in this order; none where there is no table yet. A row
   * is only valid during the call.
   */
  void forEach(String table, List<String> columns, Consumer<RowData> consumer) {
    String path = lake.resolve(table.replace('.', '/')).toString();
    DeltaTable delta = DeltaTable.at(path);
    if (!delta.exists()) {
      return;
    }
    DeltaSnapshot snapshot = delta.snapshot();
    RowType all = snapshot.rowType();
    RowType projected =
        new RowType(
            columns.stream()
                .map(column -> all.getFields().get(all.getFieldIndex(column)))
                .collect(Collectors.toList()));
    DataFileReader reader = new DataFileReader(path, projected);
    for (DataFile file : snapshot.files()) {
      try (CloseableIterator<RowData> rows = reader.read(file)) {
        rows.forEachRemaining(consumer);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("reading " + path, e);
      }
    }
  }
}
