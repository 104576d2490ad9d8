package io.alluvium.connectors.delta.kernel;

import io.alluvium.connectors.delta.DeltaException;
import io.delta.kernel.Operation;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.Row;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.TransactionImpl;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.fs.Path;
import io.delta.kernel.internal.tablefeatures.TableFeatures;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.annotation.Internal;

/**
 * Makes a table whose first version has the schema, the properties and the files of another, which
 * stay where they are: its log names them absolutely.
 */
@Internal
public final class ShallowCloneLog {

  private ShallowCloneLog() {}

  /**
   * @throws DeltaException where there is a table at {@code target} already
   */
  public static void write(DeltaTable source, DeltaSnapshot version, DeltaTable target) {
    if (target.exists()) {
      throw exists(target);
    }
    TablePaths paths = new TablePaths(source.path());
    List<Row> files = new ArrayList<>();
    for (DataFile file : version.files()) {
      files.add(ActionRows.add(paths.toAbsolute(file)));
    }
    KernelErrors.translated(
        source.path(),
        () -> {
          commit(source, ((KernelSnapshot) version).kernel(), target, files);
          return null;
        });
  }

  private static void commit(
      DeltaTable source, io.delta.kernel.Snapshot snapshot, DeltaTable target, List<Row> files) {
    SnapshotImpl base = (SnapshotImpl) snapshot;
    TableFeatures.validateKernelCanWriteToTable(
        base.getProtocol(), base.getMetadata(), source.path());
    TransactionImpl transaction =
        new TransactionImpl(
            true,
            new Path(resolved(target)),
            Optional.empty(),
            OptimisticCommit.engineInfo("CLONE"),
            Operation.CREATE_TABLE,
            Optional.of(base.getProtocol()),
            Optional.of(metadata(base.getMetadata())),
            base.getCommitter(),
            Optional.empty(),
            base.getPhysicalClusteringColumns(),
            Optional.of(0),
            0,
            System::currentTimeMillis);
    try {
      TransactionCommitResult result =
          transaction.commit(
              target.engine(),
              CloseableIterable.inMemoryIterable(Utils.toCloseableIterator(files.iterator())));
      PostCommitHooks.run(target.engine(), result);
    } catch (ConcurrentWriteException | MaxCommitRetryLimitReachedException e) {
      throw exists(target);
    }
  }

  private static String resolved(DeltaTable target) {
    try {
      return target.engine().getFileSystemClient().resolvePath(target.path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same table under an id of its own; when in-commit timestamps began is no longer true. */
  private static Metadata metadata(Metadata source) {
    Map<String, String> properties = new HashMap<>(source.getConfiguration());
    properties.keySet().removeIf(key -> key.startsWith("delta.inCommitTimestampEnablement"));
    return new Metadata(
            UUID.randomUUID().toString(),
            source.getName(),
            source.getDescription(),
            source.getFormat(),
            source.getSchemaString(),
            source.getSchema(),
            source.getPartitionColumns(),
            Optional.of(System.currentTimeMillis()),
            source.getConfigurationMapValue())
        .withReplacedConfiguration(properties);
  }

  private static DeltaException exists(DeltaTable target) {
    return new DeltaException(
        "There is a table at " + target.path() + " already. Clone to another name, or drop it.");
  }
}
