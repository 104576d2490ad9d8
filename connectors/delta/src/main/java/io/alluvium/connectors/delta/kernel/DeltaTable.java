package io.alluvium.connectors.delta.kernel;

import io.alluvium.connectors.delta.DeltaException;
import io.delta.kernel.CommitRangeBuilder.CommitBoundary;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.CommitRangeNotFoundException;
import io.delta.kernel.exceptions.TableAlreadyExistsException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.internal.DeltaHistoryManager;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.fs.Path;
import io.delta.kernel.transaction.CreateTableTransactionBuilder;
import io.delta.kernel.transaction.DataLayoutSpec;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.RowType;

/**
 * A Delta table, reached through Delta Kernel. All failures that a user can mend are {@link
 * DeltaException}s. Instances hold no open resources and may be shared by threads.
 */
@Internal
public final class DeltaTable {
  static final String ENGINE_INFO = "alluvium";

  private static final Map<String, String> DEFAULT_PROPERTIES =
      Map.of(
          // Time travel by timestamp must survive a copy of the table: file times do not.
          "delta.enableInCommitTimestamps", "true",
          // A streaming table commits every few seconds; Kernel's checkpoints rewrite all.
          "delta.checkpointInterval", "100",
          // The same makes a log of millions of files in the protocol's 30 days. Deleted files are
          // kept for a week, so older versions could not be read for certain anyway.
          "delta.logRetentionDuration", "interval 7 days");

  private final String path;
  private final Engine engine;
  private final Engine commitEngine;

  private DeltaTable(String path) {
    this.path = path;
    this.engine = Engines.forTable(path);
    this.commitEngine = Engines.forCommits(path);
  }

  /** Does no I/O. {@code path} is a URI or an absolute local path of the table's folder. */
  public static DeltaTable at(String path) {
    return new DeltaTable(path);
  }

  public String path() {
    return path;
  }

  Engine engine() {
    return engine;
  }

  /** Finds commits, and nothing else of the log. */
  Engine commitEngine() {
    return commitEngine;
  }

  public boolean exists() {
    try {
      TableManager.loadSnapshot(path).build(engine);
      return true;
    } catch (TableNotFoundException e) {
      return false;
    } catch (RuntimeException e) {
      throw KernelErrors.translate(path, e);
    }
  }

  /** The latest version. Fails where there is no table. */
  public DeltaSnapshot snapshot() {
    return load();
  }

  private KernelSnapshot load() {
    return KernelErrors.translated(
        path,
        () -> wrap(TornListing.repeated(() -> TableManager.loadSnapshot(path).build(engine))));
  }

  /** The latest version, to commit on. Refuses tables that cannot be written yet. */
  KernelSnapshot latest() {
    KernelSnapshot latest = load();
    if (!latest.storedColumns().equals(StoredColumns.sameNames())) {
      throw new DeltaException(
          "Table "
              + path
              + " uses column mapping, with which it can be read but not written yet."
              + " Rewrite it without 'delta.columnMapping.mode'.");
    }
    return latest;
  }

  public DeltaSnapshot snapshot(long version) {
    return KernelErrors.translated(
        path, () -> wrap(TableManager.loadSnapshot(path).atVersion(version).build(engine)));
  }

  /**
   * The version that was current at a time in milliseconds since the epoch; the latest where the
   * time is after the last commit. Fails where it is before the first.
   */
  public DeltaSnapshot snapshotAt(long epochMillis) {
    KernelSnapshot latest = load();
    if (epochMillis >= latest.timestamp()) {
      return latest;
    }
    return KernelErrors.translated(
        path,
        () ->
            wrap(
                TableManager.loadSnapshot(path)
                    .atTimestamp(epochMillis, latest.kernel())
                    .build(engine)));
  }

  private KernelSnapshot wrap(Snapshot snapshot) {
    return new KernelSnapshot(path, engine, (SnapshotImpl) snapshot);
  }

  private String resolvedPath() {
    try {
      return engine.getFileSystemClient().resolvePath(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The earliest version of which the log can still give the rows. */
  public long earliestVersion() {
    return KernelErrors.translated(
        path,
        () ->
            DeltaHistoryManager.getEarliestRecreatableCommit(
                engine, new Path(resolvedPath(), "_delta_log"), Optional.empty()));
  }

  /**
   * The commits from {@code fromVersion} (inclusive) on, oldest first, at most {@code limit}; empty
   * where there is none yet. Fails with the remedy where the log no longer holds {@code
   * fromVersion}.
   */
  public List<TableVersion> changes(long fromVersion, int limit) {
    try {
      return CommitReader.read(
          path,
          commitEngine,
          TableManager.loadCommitRange(path, CommitBoundary.atVersion(fromVersion))
              .build(commitEngine),
          limit);
    } catch (CommitRangeNotFoundException e) {
      return List.of();
    } catch (DeltaException e) {
      throw e;
    } catch (RuntimeException e) {
      throw KernelErrors.translate(path, e);
    }
  }

  /** Creates the table unless it exists, and says whether it did. */
  public boolean createIfAbsent(TableDescription description) {
    if (exists()) {
      return false;
    }
    StructType schema = DeltaTypes.toStruct(description.rowType());
    Map<String, String> properties = new HashMap<>(DEFAULT_PROPERTIES);
    properties.putAll(description.allProperties());
    try {
      PostCommitHooks.run(
          engine,
          transaction(schema, properties, description.partitionColumns())
              .build(engine)
              .commit(engine, CloseableIterable.emptyIterable()));
      return true;
    } catch (TableAlreadyExistsException e) {
      return false;
    } catch (RuntimeException e) {
      if (exists()) {
        // Another writer created it at the same moment.
        return false;
      }
      throw KernelErrors.translate(path, e);
    }
  }

  private CreateTableTransactionBuilder transaction(
      StructType schema, Map<String, String> properties, List<String> partitionColumns) {
    CreateTableTransactionBuilder builder =
        TableManager.buildCreateTableTransaction(path, schema, ENGINE_INFO)
            .withTableProperties(properties);
    return partitionColumns.isEmpty()
        ? builder
        : builder.withDataLayoutSpec(
            DataLayoutSpec.partitioned(partitionColumns.stream().map(Column::new).toList()));
  }

  /**
   * Gives the table the columns of rows that it lacks, nullable and at the end, and widens types
   * where the table allows it.
   *
   * @throws DeltaException where a column does not fit the table's
   */
  public void addColumns(RowType rowType) {
    new ColumnAddition(this).apply(rowType);
  }
}
