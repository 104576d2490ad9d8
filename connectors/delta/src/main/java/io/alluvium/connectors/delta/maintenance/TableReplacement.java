package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.LogChange;
import io.alluvium.connectors.delta.kernel.OptimisticCommit;
import io.alluvium.connectors.delta.parquet.DataFileWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;

/**
 * Replaces all rows of a table without partitions by a few others, which fit into memory, with one
 * commit.
 */
@PublicEvolving
public final class TableReplacement {
  private final DeltaTable table;

  public TableReplacement(DeltaTable table) {
    this.table = table;
  }

  /**
   * @param rowType the table's columns
   * @param operation as the history shows it
   * @return the version that was made; empty where the table holds these rows already
   */
  public OptionalLong replace(RowType rowType, List<RowData> rows, String operation) {
    Map<BinaryRowData, Integer> wanted =
        counted(rowType, CloseableIterator.adapterForIterator(rows.iterator()));
    DataFile[] written = new DataFile[1];
    return new OptimisticCommit(table, operation)
        .commit(
            snapshot -> {
              if (rowsOf(rowType, snapshot).equals(wanted)) {
                return Optional.empty();
              }
              if (written[0] == null && !rows.isEmpty()) {
                written[0] = write(rowType, rows);
              }
              return Optional.of(
                  LogChange.ofRows(
                      rows.isEmpty() ? List.of() : List.of(written[0]), snapshot.files()));
            });
  }

  private Map<BinaryRowData, Integer> rowsOf(RowType rowType, DeltaSnapshot snapshot) {
    Map<BinaryRowData, Integer> all = new HashMap<>();
    DataFileReader reader = new DataFileReader(table.path(), rowType);
    for (DataFile file : snapshot.files()) {
      counted(rowType, reader.read(file))
          .forEach((row, count) -> all.merge(row, count, Integer::sum));
    }
    return all;
  }

  private static Map<BinaryRowData, Integer> counted(
      RowType rowType, CloseableIterator<RowData> rows) {
    RowDataSerializer serializer = new RowDataSerializer(rowType);
    Map<BinaryRowData, Integer> counted = new HashMap<>();
    try (rows) {
      rows.forEachRemaining(
          row -> counted.merge(serializer.toBinaryRow(row).copy(), 1, Integer::sum));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return counted;
  }

  private DataFile write(RowType rowType, List<RowData> rows) {
    String name = "part-" + UUID.randomUUID() + ".parquet";
    try (DataFileWriter writer = new DataFileWriter(table.path(), name, rowType)) {
      for (RowData row : rows) {
        writer.write(row);
      }
      return writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
