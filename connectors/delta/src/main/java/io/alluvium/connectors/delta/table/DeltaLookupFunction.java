package io.alluvium.connectors.delta.table;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.source.enumerator.FileSplits;
import io.alluvium.connectors.delta.source.filter.FileFilter;
import io.alluvium.connectors.delta.source.scan.ReadVersion;
import io.alluvium.connectors.delta.source.scan.ReadableMetadata;
import io.alluvium.connectors.delta.source.scan.ScanColumns;
import io.alluvium.connectors.delta.source.scan.SchemaCheck;
import io.alluvium.connectors.delta.source.scan.TableLog;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.LookupFunction;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;

/**
 * Looks rows of a table up in memory. Each task holds all of them, and takes the newer version of
 * the table a moment after it was committed, in one step: a look-up never sees a part of a commit.
 *
 * <p>Public, since the planner demands it of functions.
 */
@Internal
public final class DeltaLookupFunction extends LookupFunction {
  private static final long serialVersionUID = 1L;

  private final String tablePath;
  private final ReadVersion version;
  private final ScanColumns columns;
  private final FileFilter filter;
  private final int[] keys;
  private final LookupSettings settings;

  private transient RowDataSerializer keySerializer;
  private transient TableLog log;
  @Nullable private transient ScheduledExecutorService refresher;
  private transient volatile LookupRows rows;
  private transient volatile RuntimeException failure;

  /**
   * @param keys places of the columns that are looked up by among those that are projected
   */
  DeltaLookupFunction(
      String tablePath,
      ReadVersion version,
      ScanColumns columns,
      FileFilter filter,
      int[] keys,
      LookupSettings settings) {
    this.tablePath = tablePath;
    this.version = version;
    this.columns = columns;
    this.filter = filter;
    this.keys = keys.clone();
    this.settings = settings;
  }

  @Override
  public void open(FunctionContext context) {
    RowType produced = columns.produced();
    LogicalType[] keyTypes = new LogicalType[keys.length];
    for (int i = 0; i < keys.length; i++) {
      keyTypes[i] = produced.getTypeAt(keys[i]);
    }
    keySerializer = new RowDataSerializer(keyTypes);
    log = TableLog.of(DeltaTable.at(tablePath));
    rows = load(version.in(log));
    if (version instanceof ReadVersion.Latest) {
      long interval = settings.refreshInterval().toMillis();
      refresher =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "delta-lookup-refresh");
                thread.setDaemon(true);
                return thread;
              });
      refresher.scheduleWithFixedDelay(this::refresh, interval, interval, TimeUnit.MILLISECONDS);
    }
  }

  private void refresh() {
    try {
      if (!log.commits(rows.version() + 1, 1).isEmpty()) {
        rows = load(log.latest());
      }
    } catch (RuntimeException e) {
      // Thrown where rows are looked up: a task cannot fail from here.
      failure = e;
    }
  }

  private LookupRows load(DeltaSnapshot snapshot) {
    ScanColumns read = columns.withStored(snapshot.storedColumns());
    new SchemaCheck(tablePath, snapshot)
        .require(read.read(), version instanceof ReadVersion.Latest);
    DataFileReader reader = new DataFileReader(tablePath, read.read(), read.stored());
    FileSplits wanted = new FileSplits(filter, read.stored(), Long.MAX_VALUE, Long.MAX_VALUE);
    LookupRows loaded =
        new LookupRows(tablePath, snapshot.version(), read.produced(), keys, settings.maxRows());
    Object[] metadata =
        columns.metadata().stream()
            .map((ReadableMetadata column) -> column.of(snapshot.version(), snapshot.timestamp()))
            .toArray();
    for (DataFile file : snapshot.files()) {
      if (wanted.isWanted(file)) {
        try (CloseableIterator<RowData> each = reader.read(file)) {
          loaded.addAll(each, metadata);
        } catch (RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException("Closing a data file failed.", e);
        }
      }
    }
    return loaded;
  }

  @Override
  public Collection<RowData> lookup(RowData keyRow) throws IOException {
    if (failure != null) {
      throw failure;
    }
    for (int i = 0; i < keys.length; i++) {
      if (keyRow.isNullAt(i)) {
        return List.of();
      }
    }
    BinaryRowData key = keySerializer.toBinaryRow(keyRow);
    return rows.of(key);
  }

  @Override
  public void close() {
    if (refresher != null) {
      refresher.shutdownNow();
    }
  }
}
