package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.RowPositions;
import java.io.IOException;
import java.util.Iterator;
import java.util.NavigableSet;
import java.util.Optional;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.CloseableIterator;

/** Reads rows that the index names, those included that no commit holds yet. */
final class StoredRows {
  private final RowFiles unfinished;
  private final FilesById files;
  private final DataFileReader reader;

  /**
   * @param unfinished files that are written at the moment
   */
  StoredRows(UpsertSettings settings, RowFiles unfinished, FilesById files) {
    this.unfinished = unfinished;
    this.files = files;
    this.reader = new DataFileReader(settings.tablePath(), settings.rowType());
  }

  /** Called with a row's number and the row, which is only valid in the call. */
  interface RowVisitor {
    void visit(int number, RowData row);
  }

  /** Visits the rows with these numbers, in ascending order. */
  void read(int fileId, NavigableSet<Integer> numbers, RowVisitor visitor) throws IOException {
    Optional<DataFile> own = unfinished.find(fileId);
    DataFile file = own.isPresent() ? own.get() : files.get(fileId);
    long[] positions = numbers.stream().mapToLong(Integer::longValue).toArray();
    try (CloseableIterator<RowData> rows = reader.read(file, RowPositions.of(positions))) {
      for (Iterator<Integer> number = numbers.iterator(); number.hasNext(); ) {
        visitor.visit(number.next(), rows.next());
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("reading " + file.path(), e);
    }
  }
}
