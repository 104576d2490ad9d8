package io.alluvium.connectors.delta.table;

import io.alluvium.connectors.delta.ScanChangelog;
import io.alluvium.connectors.delta.source.DeltaSourceBuilder;
import io.alluvium.connectors.delta.source.scan.ReadVersion;
import io.alluvium.connectors.delta.source.scan.StartingPosition;
import org.apache.flink.table.connector.ChangelogMode;

/** What a SQL scan reads of a table's history. */
sealed interface ScanMode {

  void applyTo(DeltaSourceBuilder builder);

  ChangelogMode changelogMode();

  /** The version that the planner looks at. */
  ReadVersion plannedVersion();

  /** The rows of one version. */
  record Bounded(ReadVersion version) implements ScanMode {
    @Override
    public void applyTo(DeltaSourceBuilder builder) {
      builder.bounded(version);
    }

    @Override
    public ChangelogMode changelogMode() {
      return ChangelogMode.insertOnly();
    }

    @Override
    public ReadVersion plannedVersion() {
      return version;
    }
  }

  /**
   * What is committed from a position on.
   *
   * @param operationColumn tells what a row means, with {@link ScanChangelog#OPERATIONS}
   */
  record Continuous(StartingPosition position, ScanChangelog changelog, String operationColumn)
      implements ScanMode {
    @Override
    public void applyTo(DeltaSourceBuilder builder) {
      switch (changelog) {
        case NONE -> builder.appends(position);
        case OPERATIONS -> builder.operations(position, operationColumn);
        default -> builder.changes(position, changelog);
      }
    }

    @Override
    public ChangelogMode changelogMode() {
      return switch (changelog) {
        case NONE -> ChangelogMode.insertOnly();
        case ALL -> ChangelogMode.all();
        case UPSERT, OPERATIONS -> ChangelogMode.upsert();
      };
    }

    @Override
    public ReadVersion plannedVersion() {
      return ReadVersion.latest();
    }
  }
}
