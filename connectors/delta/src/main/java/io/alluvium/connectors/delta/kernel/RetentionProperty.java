package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.internal.TableConfig;
import java.time.Duration;
import org.apache.flink.annotation.Internal;

/** How long a table keeps files that are no longer part of it. */
@Internal
public final class RetentionProperty {
  /** Holds an interval in the protocol's form, for example {@code interval 7 days}. */
  public static final String KEY = TableConfig.TOMBSTONE_RETENTION.getKey();

  private RetentionProperty() {}

  public static Duration of(String table, DeltaSnapshot snapshot) {
    return KernelErrors.translated(
        table,
        () ->
            Duration.ofMillis(TableConfig.TOMBSTONE_RETENTION.fromMetadata(snapshot.properties())));
  }
}
