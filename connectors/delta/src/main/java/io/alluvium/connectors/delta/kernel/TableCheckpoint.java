package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.exceptions.CheckpointAlreadyExistsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.annotation.Internal;

/** Writes a checkpoint of a table's log. */
@Internal
public final class TableCheckpoint {

  private TableCheckpoint() {}

  /** Of the latest version, which is returned; harmless where it has one. */
  public static long write(DeltaTable table) {
    KernelSnapshot snapshot = (KernelSnapshot) table.snapshot();
    return KernelErrors.translated(
        table.path(),
        () -> {
          try {
            snapshot.kernel().writeCheckpoint(table.engine());
          } catch (CheckpointAlreadyExistsException e) {
            return snapshot.version();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return snapshot.version();
        });
  }
}
