package io.alluvium.connectors.delta.source;

import io.alluvium.connectors.delta.DeltaConnectorOptions;
import io.alluvium.connectors.delta.ScanChangelog;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.ReadColumn;
import io.alluvium.connectors.delta.source.aggregate.GroupBy;
import io.alluvium.connectors.delta.source.enumerator.FileSplits;
import io.alluvium.connectors.delta.source.filter.FileFilter;
import io.alluvium.connectors.delta.source.scan.ReadVersion;
import io.alluvium.connectors.delta.source.scan.ScanColumns;
import io.alluvium.connectors.delta.source.scan.SchemaCheck;
import io.alluvium.connectors.delta.source.scan.StartingPosition;
import io.alluvium.connectors.delta.source.scan.TableLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.util.Preconditions;

/**
 * Collects the settings of a {@link DeltaSource}. By default it reads all columns of the latest
 * version and ends.
 */
@PublicEvolving
public final class DeltaSourceBuilder {
  private final String tablePath;
  private ScanKind kind = new ScanKind.Bounded(ReadVersion.latest());
  private Duration pollInterval = DeltaConnectorOptions.SCAN_POLL_INTERVAL.defaultValue();
  private long limit = Long.MAX_VALUE;
  private long splitSize = DeltaConnectorOptions.SCAN_SPLIT_SIZE.defaultValue().getBytes();
  private FileFilter filter = FileFilter.all();
  @Nullable private List<String> columns;
  @Nullable private ScanColumns scanColumns;
  @Nullable private GroupBy groupBy;

  DeltaSourceBuilder(String tablePath) {
    this.tablePath = Preconditions.checkNotNull(tablePath, "tablePath");
  }

  /** Reads the rows of a version, and ends. */
  public DeltaSourceBuilder bounded(ReadVersion version) {
    kind = new ScanKind.Bounded(version);
    return this;
  }

  /** Reads appended rows, for ever; the job fails at a commit that removes or changes rows. */
  public DeltaSourceBuilder appends(StartingPosition position) {
    kind = new ScanKind.Continuous(position, ScanChangelog.NONE, null);
    return this;
  }

  /**
   * Reads row changes, for ever. Changes are matched by the table's primary key; without one an
   * update is a deletion and an insertion.
   */
  public DeltaSourceBuilder changes(StartingPosition position, ScanChangelog changelog) {
    Preconditions.checkArgument(
        changelog == ScanChangelog.ALL || changelog == ScanChangelog.UPSERT,
        "Changes of rows are read with 'all' or 'upsert'.");
    kind = new ScanKind.Continuous(position, changelog, null);
    return this;
  }

  /**
   * Reads a table to which changes are appended, for ever: each row is of the kind that a column
   * tells. Changes of a key come in the order of the commits, so that the read begins with the
   * first that the log holds.
   *
   * @param operationColumn holds {@code c}, {@code r}, {@code u} or {@code d}
   */
  public DeltaSourceBuilder operations(StartingPosition position, String operationColumn) {
    kind = new ScanKind.Continuous(position, ScanChangelog.OPERATIONS, operationColumn);
    return this;
  }

  /** Of the rows, in this order; by default all of the table's. */
  public DeltaSourceBuilder columns(List<String> names) {
    columns = List.copyOf(names);
    return this;
  }

  /** Takes the table's columns as they are declared; the table is checked to have them. */
  @Internal
  public DeltaSourceBuilder scanColumns(ScanColumns columns) {
    scanColumns = columns;
    return this;
  }

  /** Files beyond this size, in bytes, are read in parts of it. */
  public DeltaSourceBuilder splitSize(long bytes) {
    Preconditions.checkArgument(bytes > 0, "bytes > 0");
    splitSize = bytes;
    return this;
  }

  /** Leaves out files that hold no row that it wants; other rows may come. */
  @Internal
  public DeltaSourceBuilder filter(FileFilter files) {
    filter = files;
    return this;
  }

  /** How often a continuous read looks for new commits. */
  public DeltaSourceBuilder pollInterval(Duration interval) {
    Preconditions.checkArgument(!interval.isNegative() && !interval.isZero(), "interval > 0");
    pollInterval = interval;
    return this;
  }

  /** A bounded read stops at about so many rows. */
  @Internal
  public DeltaSourceBuilder limit(long rows) {
    limit = rows;
    return this;
  }

  /**
   * A bounded read emits partial results in place of rows. It cannot go on in the midst of a file,
   * so that it is for batch execution only.
   *
   * @param wanted null for the rows themselves
   */
  @Internal
  public DeltaSourceBuilder groupBy(@Nullable GroupBy wanted) {
    groupBy = wanted;
    return this;
  }

  /**
   * Looks at the table.
   *
   * @throws io.alluvium.connectors.delta.DeltaException where there is no such table, or where it
   *     has not the columns that are wanted
   */
  public DeltaSource build() {
    boolean bounded = kind instanceof ScanKind.Bounded;
    TableLog log = TableLog.of(DeltaTable.at(tablePath));
    DeltaSnapshot snapshot =
        kind instanceof ScanKind.Bounded scan ? scan.version().in(log) : log.latest();
    ScanColumns scan = scanColumns == null ? columnsOf(snapshot) : scanColumns;
    scan = scan.withStored(snapshot.storedColumns());
    if (columns != null) {
      scan = scan.withProjected(columns.stream().map(List::of).toList());
    }
    if (kind.changelog() == ScanChangelog.NONE || kind.changelog() == ScanChangelog.OPERATIONS) {
      scan = scan.withKey(List.of());
    } else if (kind.changelog() == ScanChangelog.UPSERT && scan.key().isEmpty()) {
      throw new IllegalArgumentException(
          "'scan.changelog' = 'upsert' needs a table with a primary key; "
              + tablePath
              + " has none. Read it with 'all'.");
    }
    boolean latest = !bounded || ((ScanKind.Bounded) kind).version() instanceof ReadVersion.Latest;
    List<ReadColumn> read = new ArrayList<>(scan.read());
    if (kind.operationColumn() != null) {
      read.add(ReadColumn.of(kind.operationColumn(), VarCharType.STRING_TYPE));
    }
    new SchemaCheck(tablePath, snapshot).require(read, latest);
    long rows = bounded ? limit : Long.MAX_VALUE;
    return new DeltaSource(
        tablePath,
        scan,
        kind,
        new FileSplits(filter, scan.stored(), scan.isFlat() ? splitSize : Long.MAX_VALUE, rows),
        pollInterval,
        rows,
        bounded ? groupBy : null);
  }

  private static ScanColumns columnsOf(DeltaSnapshot snapshot) {
    return ScanColumns.all(snapshot.rowType()).withKey(snapshot.primaryKey());
  }
}
