package io.alluvium.connectors.delta.source.scan;

import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import java.io.Serializable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;

/** Which version a bounded read returns. */
@PublicEvolving
public sealed interface ReadVersion extends Serializable {

  /** The version that is the latest when the job starts. */
  static ReadVersion latest() {
    return new Latest();
  }

  static ReadVersion version(long version) {
    return new Numbered(version);
  }

  /** The version that was current at that time; the latest where the time is after it. */
  static ReadVersion at(long epochMillis) {
    return new Timed(epochMillis);
  }

  @Internal
  DeltaSnapshot in(TableLog log);

  /** See {@link ReadVersion#latest()}. */
  record Latest() implements ReadVersion {
    @Override
    public DeltaSnapshot in(TableLog log) {
      return log.latest();
    }
  }

  /** See {@link ReadVersion#version(long)}. */
  record Numbered(long version) implements ReadVersion {
    @Override
    public DeltaSnapshot in(TableLog log) {
      return log.version(version);
    }
  }

  /** See {@link ReadVersion#at(long)}. */
  record Timed(long epochMillis) implements ReadVersion {
    @Override
    public DeltaSnapshot in(TableLog log) {
      return log.at(epochMillis);
    }
  }
}
