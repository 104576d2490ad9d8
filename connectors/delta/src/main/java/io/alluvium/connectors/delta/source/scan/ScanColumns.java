package io.alluvium.connectors.delta.source.scan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.RowType;

/**
 * The columns of a scan.
 *
 * @param table all columns of the table
 * @param projected names of those that are emitted, in order
 * @param metadata emitted after them
 * @param key names of the primary key's columns, by which changes are matched; may be empty
 */
@Internal
public record ScanColumns(
    RowType table, List<String> projected, List<ReadableMetadata> metadata, List<String> key)
    implements Serializable {

  public ScanColumns {
    projected = List.copyOf(projected);
    metadata = List.copyOf(metadata);
    key = List.copyOf(key);
    for (String column : projected) {
      requireColumn(table, column);
    }
    for (String column : key) {
      requireColumn(table, column);
    }
  }

  private static void requireColumn(RowType table, String column) {
    if (table.getFieldIndex(column) < 0) {
      throw new IllegalArgumentException(
          "There is no column '" + column + "'; the table has " + table.getFieldNames() + ".");
    }
  }

  /** All columns, no metadata and no key. */
  public static ScanColumns all(RowType table) {
    return new ScanColumns(table, table.getFieldNames(), List.of(), List.of());
  }

  public ScanColumns withProjected(List<String> columns) {
    return new ScanColumns(table, columns, metadata, key);
  }

  public ScanColumns withMetadata(List<ReadableMetadata> columns) {
    return new ScanColumns(table, projected, columns, key);
  }

  public ScanColumns withKey(List<String> columns) {
    return new ScanColumns(table, projected, metadata, columns);
  }

  /** What is emitted. */
  public RowType produced() {
    List<RowType.RowField> fields = new ArrayList<>(fieldsOf(projected));
    for (ReadableMetadata column : metadata) {
      fields.add(new RowType.RowField("$" + column.key(), column.type()));
    }
    return new RowType(false, fields);
  }

  /** What is read from the files: what is emitted, then what else the key needs. */
  public RowType read() {
    Set<String> names = new LinkedHashSet<>(projected);
    names.addAll(key);
    return new RowType(false, fieldsOf(names));
  }

  private List<RowType.RowField> fieldsOf(Iterable<String> names) {
    List<RowType.RowField> fields = new ArrayList<>();
    for (String name : names) {
      fields.add(table.getFields().get(table.getFieldIndex(name)));
    }
    return fields;
  }
}
