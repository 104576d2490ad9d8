package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.Protocol;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.flink.table.types.logical.RowType;

/** A snapshot that Kernel loaded. */
final class KernelSnapshot implements DeltaSnapshot {
  private final String table;
  private final Engine engine;
  private final SnapshotImpl snapshot;
  private List<DataFile> files;

  KernelSnapshot(String table, Engine engine, SnapshotImpl snapshot) {
    this.table = table;
    this.engine = engine;
    this.snapshot = snapshot;
  }

  SnapshotImpl kernel() {
    return snapshot;
  }

  String path() {
    return table;
  }

  @Override
  public long version() {
    return snapshot.getVersion();
  }

  @Override
  public long timestamp() {
    return KernelErrors.translated(table, () -> snapshot.getTimestamp(engine));
  }

  @Override
  public RowType rowType() {
    return DeltaTypes.toRowType(snapshot.getSchema());
  }

  @Override
  public StoredColumns storedColumns() {
    return StoredColumns.of(snapshot.getSchema(), properties());
  }

  @Override
  public List<String> partitionColumns() {
    return snapshot.getPartitionColumnNames();
  }

  @Override
  public List<String> primaryKey() {
    return TableDescription.parsePrimaryKey(properties());
  }

  @Override
  public Map<String, String> properties() {
    return snapshot.getTableProperties();
  }

  @Override
  public String comment() {
    return properties().getOrDefault(TableDescription.COMMENT_PROPERTY, "");
  }

  @Override
  public TableProtocol protocol() {
    Protocol protocol = snapshot.getProtocol();
    return new TableProtocol(
        protocol.getMinReaderVersion(),
        protocol.getMinWriterVersion(),
        List.copyOf(protocol.getReaderFeatures()),
        List.copyOf(protocol.getWriterFeatures()));
  }

  @Override
  public synchronized List<DataFile> files() {
    if (files == null) {
      files = KernelErrors.translated(table, this::loadFiles);
    }
    return files;
  }

  private List<DataFile> loadFiles() {
    List<DataFile> loaded = new ArrayList<>();
    try (CloseableIterator<FilteredColumnarBatch> batches =
        snapshot.getScanBuilder().build().getScanFiles(engine, true)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          while (rows.hasNext()) {
            loaded.add(
                ActionRows.fromAdd(rows.next().getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL)));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(loaded);
  }

  @Override
  public OptionalLong transactionVersion(String applicationId) {
    return KernelErrors.translated(
        table,
        () ->
            snapshot
                .getLatestTransactionVersion(engine, applicationId)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty()));
  }
}
