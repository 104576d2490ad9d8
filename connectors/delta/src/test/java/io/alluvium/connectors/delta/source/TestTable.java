package io.alluvium.connectors.delta.source;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.DeltaTableCommitter;
import io.alluvium.connectors.delta.kernel.TableDescription;
import io.alluvium.connectors.delta.parquet.DataFileWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;

/** A table that a test changes, commit by commit. */
public record TestTable(String path) {

  public static TestTable create(String path, RowType rowType, List<String> primaryKey) {
    DeltaTable.at(path)
        .createIfAbsent(new TableDescription(rowType, List.of(), primaryKey, Map.of(), ""));
    return new TestTable(path);
  }

  public DeltaSnapshot latest() {
    return DeltaTable.at(path).snapshot();
  }

  /** One file with these rows. */
  public long append(RowData... rows) throws Exception {
    return commit(List.of(write(List.of(rows))), List.of());
  }

  /** Removes one of the files, with all its rows. */
  public long removeFile() {
    return commit(List.of(), latest().files().subList(0, 1));
  }

  /** Replaces all files by one. */
  public long rewrite(UnaryOperator<List<RowData>> change) throws Exception {
    return commit(List.of(write(change.apply(rows()))), latest().files());
  }

  public List<RowData> rows() throws Exception {
    DeltaSnapshot snapshot = latest();
    RowDataSerializer serializer = new RowDataSerializer(snapshot.rowType());
    DataFileReader reader = new DataFileReader(path, snapshot.rowType());
    List<RowData> all = new ArrayList<>();
    for (DataFile file : snapshot.files()) {
      try (CloseableIterator<RowData> rows = reader.read(file)) {
        rows.forEachRemaining(row -> all.add(serializer.toBinaryRow(row).copy()));
      }
    }
    return all;
  }

  DataFile write(Collection<? extends RowData> rows) throws IOException {
    try (DataFileWriter writer =
        new DataFileWriter(path, "part-" + UUID.randomUUID() + ".parquet", latest().rowType())) {
      for (RowData row : rows) {
        writer.write(row);
      }
      return writer.finish();
    }
  }

  long commit(List<DataFile> added, List<DataFile> removed) {
    String sink = UUID.randomUUID().toString();
    new DeltaTableCommitter(DeltaTable.at(path))
        .commit(new DeltaCommit(sink, 1, sink, added, removed));
    return latest().version();
  }

  static BinaryRowData copy(RowType type, RowData row) {
    return new RowDataSerializer(type).toBinaryRow(row).copy();
  }

  static BinaryRowData binary(RowType type, Object... values) {
    return new RowDataSerializer(type).toBinaryRow(GenericRowData.of(values)).copy();
  }
}
