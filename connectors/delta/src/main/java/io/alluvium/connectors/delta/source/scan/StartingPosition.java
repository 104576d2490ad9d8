package io.alluvium.connectors.delta.source.scan;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import java.io.Serializable;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;

/** Where a continuous read of a table starts. */
@PublicEvolving
public sealed interface StartingPosition extends Serializable {

  /** All rows of the version that is the latest when the job starts, then the commits after it. */
  static StartingPosition latestFull() {
    return new LatestFull();
  }

  /**
   * All commits. Where the log no longer holds the first ones, the rows of the earliest version
   * that it can still give, then the commits after it.
   */
  static StartingPosition earliest() {
    return new Earliest();
  }

  /** Only the commits after the version that is the latest when the job starts. */
  static StartingPosition latest() {
    return new Latest();
  }

  /** The commit that made {@code version}, and those after it. */
  static StartingPosition version(long version) {
    return new FromVersion(version);
  }

  /** The first commit at or after that time, and those after it. */
  static StartingPosition timestamp(long epochMillis) {
    return new FromTimestamp(epochMillis);
  }

  @Internal
  Start in(TableLog log);

  /**
   * A position in a given log.
   *
   * @param snapshot to read in full first, if any
   * @param nextVersion the first commit to read
   */
  @Internal
  record Start(Optional<DeltaSnapshot> snapshot, long nextVersion) {
    private static Start full(DeltaSnapshot snapshot) {
      return new Start(Optional.of(snapshot), snapshot.version() + 1);
    }

    private static Start commit(long version) {
      return new Start(Optional.empty(), version);
    }
  }

  /** See {@link StartingPosition#latestFull()}. */
  record LatestFull() implements StartingPosition {
    @Override
    public Start in(TableLog log) {
      return Start.full(log.latest());
    }
  }

  /** See {@link StartingPosition#earliest()}. */
  record Earliest() implements StartingPosition {
    @Override
    public Start in(TableLog log) {
      long earliest = log.earliestVersion();
      return earliest == 0 ? Start.commit(0) : Start.full(log.version(earliest));
    }
  }

  /** See {@link StartingPosition#latest()}. */
  record Latest() implements StartingPosition {
    @Override
    public Start in(TableLog log) {
      return Start.commit(log.latest().version() + 1);
    }
  }

  /** See {@link StartingPosition#version(long)}. */
  record FromVersion(long version) implements StartingPosition {
    @Override
    public Start in(TableLog log) {
      long latest = log.latest().version();
      if (version > latest + 1) {
        throw new DeltaException(
            String.format(
                "Delta table %s has no version %d to start from; its latest version is %d.",
                log.tablePath(), version, latest));
      }
      return Start.commit(version);
    }
  }

  /** See {@link StartingPosition#timestamp(long)}. */
  record FromTimestamp(long epochMillis) implements StartingPosition {
    @Override
    public Start in(TableLog log) {
      DeltaSnapshot current = log.at(epochMillis);
      boolean madeThen = current.timestamp() == epochMillis;
      return Start.commit(madeThen ? current.version() : current.version() + 1);
    }
  }
}
