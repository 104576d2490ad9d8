package io.alluvium.connectors.delta.source.scan;

import io.alluvium.connectors.delta.kernel.ReadColumn;
import io.alluvium.connectors.delta.kernel.StoredColumns;
import io.alluvium.connectors.delta.pages.FlatColumn;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * The columns of a scan.
 *
 * @param table all columns of the table
 * @param projected those that are emitted, in order: names, from the top-level column down
 * @param metadata emitted after them
 * @param key names of the primary key's columns, by which changes are matched; may be empty
 * @param stored how the table's files name the columns
 */
@Internal
public record ScanColumns(
    RowType table,
    List<List<String>> projected,
    List<ReadableMetadata> metadata,
    List<String> key,
    StoredColumns stored)
    implements Serializable {

  public ScanColumns {
    projected = projected.stream().map(List::copyOf).toList();
    metadata = List.copyOf(metadata);
    key = List.copyOf(key);
    for (List<String> column : projected) {
      typeOf(table, column);
    }
    for (String column : key) {
      typeOf(table, List.of(column));
    }
  }

  private static LogicalType typeOf(RowType table, List<String> path) {
    LogicalType type = table;
    boolean nullable = false;
    for (String name : path) {
      int index = type instanceof RowType row ? row.getFieldIndex(name) : -1;
      if (index < 0) {
        throw new IllegalArgumentException(
            "There is no column '"
                + String.join(".", path)
                + "'; the table has "
                + table.getFieldNames()
                + ".");
      }
      type = ((RowType) type).getTypeAt(index);
      nullable |= type.isNullable();
    }
    return type.copy(nullable);
  }

  /** All columns, no metadata and no key, of a table without column mapping. */
  public static ScanColumns all(RowType table) {
    return new ScanColumns(
        table,
        table.getFieldNames().stream().map(List::of).toList(),
        List.of(),
        List.of(),
        StoredColumns.sameNames());
  }

  public ScanColumns withProjected(List<List<String>> columns) {
    return new ScanColumns(table, columns, metadata, key, stored);
  }

  public ScanColumns withMetadata(List<ReadableMetadata> columns) {
    return new ScanColumns(table, projected, columns, key, stored);
  }

  public ScanColumns withKey(List<String> columns) {
    return new ScanColumns(table, projected, metadata, columns, stored);
  }

  public ScanColumns withStored(StoredColumns columns) {
    return new ScanColumns(table, projected, metadata, key, columns);
  }

  /** What is emitted. */
  public RowType produced() {
    List<RowType.RowField> fields = new ArrayList<>();
    for (List<String> column : projected) {
      fields.add(new RowType.RowField(String.join(".", column), typeOf(table, column)));
    }
    for (ReadableMetadata column : metadata) {
      fields.add(new RowType.RowField("$" + column.key(), column.type()));
    }
    return new RowType(false, fields);
  }

  /** What is read from the files: what is emitted, then what else the key needs. */
  public List<ReadColumn> read() {
    Set<List<String>> paths = new LinkedHashSet<>(projected);
    key.forEach(column -> paths.add(List.of(column)));
    return paths.stream().map(path -> new ReadColumn(path, typeOf(table, path))).toList();
  }

  /** The type of rows with the columns of {@link #read()}. */
  public RowType readType() {
    List<ReadColumn> read = read();
    return new RowType(
        false,
        read.stream()
            .map(column -> new RowType.RowField(String.join(".", column.path()), column.type()))
            .toList());
  }

  /** The key's columns as they are read. */
  public List<ReadColumn> readKey() {
    return key.stream()
        .map(column -> ReadColumn.of(column, typeOf(table, List.of(column))))
        .toList();
  }

  /** Where the key's columns are among {@link #read()}. */
  public int[] keyFields() {
    List<List<String>> read = read().stream().map(ReadColumn::path).toList();
    return key.stream().mapToInt(column -> read.indexOf(List.of(column))).toArray();
  }

  /** Whether all columns that are read are flat, so that files can be read in parts. */
  public boolean isFlat() {
    return read().stream().allMatch(column -> FlatColumn.canHold(column.type()));
  }
}
