package io.alluvium.ingest.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;

/** Reads columns of a table, as it is now, to learn what earlier runs have brought. */
public final class TableScan {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String tablePath;
  private final RowType columns;

  /**
   * @param columns to read; those that the table lacks are null
   */
  public TableScan(String tablePath, RowType columns) {
    this.tablePath = tablePath;
    this.columns = columns;
  }

  /** What is known of a column of a data file; null where it is not. */
  public record Bounds(JsonNode least, JsonNode most) {}

  /**
   * Reads the table's rows in no order; none where there is no such table.
   *
   * @param column whose bounds tell whether a data file is to be read
   * @param wanted of the bounds; files without statistics are read
   */
  public void forEach(String column, Predicate<Bounds> wanted, Consumer<RowData> action)
      throws Exception {
    DeltaTable table = DeltaTable.at(tablePath);
    if (!table.exists()) {
      return;
    }
    DeltaSnapshot snapshot = table.snapshot();
    DataFileReader reader = new DataFileReader(tablePath, columns);
    for (DataFile file : snapshot.files()) {
      Bounds bounds = bounds(file, column);
      if (bounds == null || wanted.test(bounds)) {
        try (CloseableIterator<RowData> rows = reader.read(file)) {
          while (rows.hasNext()) {
            action.accept(rows.next());
          }
        }
      }
    }
  }

  public void forEach(Consumer<RowData> action) throws Exception {
    forEach("", bounds -> true, action);
  }

  /** Whether a text may lie within the bounds, which may be cut off. */
  public static boolean mayHold(Bounds bounds, String text) {
    return bounds.least().asText().compareTo(text) <= 0
        && bounds.most().asText().compareTo(text) >= 0;
  }

  private static Bounds bounds(DataFile file, String column) {
    if (column.isEmpty() || file.statistics() == null) {
      return null;
    }
    try {
      JsonNode statistics = JSON.readTree(file.statistics());
      JsonNode least = statistics.path("minValues").path(column);
      JsonNode most = statistics.path("maxValues").path(column);
      return least.isMissingNode() || most.isMissingNode() ? null : new Bounds(least, most);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("statistics of file " + file.path(), e);
    }
  }

  /** Rows of the table, as its files' statistics count them; 0 where there is no table. */
  public static long count(String tablePath) {
    DeltaTable table = DeltaTable.at(tablePath);
    return table.exists()
        ? table.snapshot().files().stream().mapToLong(file -> file.rowCount().orElse(0)).sum()
        : 0;
  }
}
