package io.alluvium.connectors.delta.source;

import io.alluvium.connectors.delta.DeltaConnectorOptions;
import io.alluvium.connectors.delta.ScanChangelog;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.source.scan.ReadVersion;
import io.alluvium.connectors.delta.source.scan.ScanColumns;
import io.alluvium.connectors.delta.source.scan.StartingPosition;
import java.time.Duration;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;
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
  @Nullable private List<String> columns;
  @Nullable private ScanColumns scanColumns;

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
    kind = new ScanKind.Continuous(position, ScanChangelog.NONE);
    return this;
  }

  /**
   * Reads row changes, for ever. Changes are matched by the table's primary key; without one an
   * update is a deletion and an insertion.
   */
  public DeltaSourceBuilder changes(StartingPosition position, ScanChangelog changelog) {
    Preconditions.checkArgument(
        changelog != ScanChangelog.NONE, "A read without changes is one of appended rows.");
    kind = new ScanKind.Continuous(position, changelog);
    return this;
  }

  /** Of the rows, in this order; by default all of the table's. */
  public DeltaSourceBuilder columns(List<String> names) {
    columns = List.copyOf(names);
    return this;
  }

  /** Takes the columns as they are, instead of asking the table. */
  @Internal
  public DeltaSourceBuilder scanColumns(ScanColumns columns) {
    scanColumns = columns;
    return this;
  }

  /** How often a continuous read looks for new commits. */
  public DeltaSourceBuilder pollInterval(Duration interval) {
    Preconditions.checkArgument(!interval.isNegative() && !interval.isZero(), "interval > 0");
    pollInterval = interval;
    return this;
  }

  /** Each reader of a bounded read stops at about so many rows. */
  @Internal
  public DeltaSourceBuilder limitPerReader(long rows) {
    limit = rows;
    return this;
  }

  /**
   * Asks the table for its columns.
   *
   * @throws io.alluvium.connectors.delta.DeltaException where there is no such table
   */
  public DeltaSource build() {
    ScanColumns scan = scanColumns == null ? columnsOfTable() : scanColumns;
    if (columns != null) {
      scan = scan.withProjected(columns);
    }
    if (kind.changelog() == ScanChangelog.NONE) {
      scan = scan.withKey(List.of());
    } else if (kind.changelog() == ScanChangelog.UPSERT && scan.key().isEmpty()) {
      throw new IllegalArgumentException(
          "'scan.changelog' = 'upsert' needs a table with a primary key; "
              + tablePath
              + " has none. Read it with 'all'.");
    }
    boolean bounded = kind instanceof ScanKind.Bounded;
    return new DeltaSource(tablePath, scan, kind, pollInterval, bounded ? limit : Long.MAX_VALUE);
  }

  private ScanColumns columnsOfTable() {
    DeltaSnapshot latest = DeltaTable.at(tablePath).snapshot();
    return ScanColumns.all(latest.rowType()).withKey(latest.primaryKey());
  }
}
