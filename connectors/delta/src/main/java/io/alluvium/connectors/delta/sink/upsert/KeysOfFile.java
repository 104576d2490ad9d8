package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.sink.PrimaryKeySelector;
import java.io.IOException;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;

/** Reads the rows of a data file with their numbers. */
final class KeysOfFile {
  private final PrimaryKeySelector selector;
  private final DataFileReader reader;
  private final Predicate<BinaryRowData> wantedKeys;

  /** Called with a row's number, its key and the row itself, which is only valid in the call. */
  interface RowVisitor {
    void visit(int number, BinaryRowData key, RowData row) throws Exception;
  }

  private KeysOfFile(
      UpsertSettings settings, RowType columns, Predicate<BinaryRowData> wantedKeys) {
    selector = new PrimaryKeySelector(columns, settings.primaryKey());
    reader = new DataFileReader(settings.tablePath(), columns);
    this.wantedKeys = wantedKeys;
  }

  /** Reads the columns of the key only. */
  static KeysOfFile keys(UpsertSettings settings, Predicate<BinaryRowData> wanted) {
    RowType all = settings.rowType();
    RowType columns =
        new RowType(
            false,
            settings.primaryKey().stream()
                .map(column -> all.getFields().get(all.getFieldIndex(column)))
                .toList());
    return new KeysOfFile(settings, columns, wanted);
  }

  static KeysOfFile wholeRows(UpsertSettings settings, Predicate<BinaryRowData> wanted) {
    return new KeysOfFile(settings, settings.rowType(), wanted);
  }

  /** Visits the rows with wanted keys and wanted numbers, whatever the file's deletion vector. */
  void visit(DataFile file, IntPredicate wantedNumbers, RowVisitor visitor) throws IOException {
    DataFile everyRow =
        new DataFile(
            file.path(),
            file.size(),
            file.modificationTime(),
            file.partitionValues(),
            file.statistics(),
            null);
    try (CloseableIterator<RowData> rows = reader.read(everyRow)) {
      for (int number = 0; rows.hasNext(); number++) {
        RowData row = rows.next();
        if (wantedNumbers.test(number)) {
          BinaryRowData key = selector.getKey(row);
          if (wantedKeys.test(key)) {
            visitor.visit(number, key, row);
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("reading " + file.path(), e);
    }
  }
}
