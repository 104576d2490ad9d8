package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the commit that cannot be parsed: Kernel says that there is one, not which. */
final class DamagedLogEntry {
  private static final Pattern COMMIT = Pattern.compile("\\d{20}\\.json");

  private DamagedLogEntry() {}

  /** The name of the first such file; empty where none is found, or the log cannot be listed. */
  static Optional<String> find(String table) {
    Engine engine = Engines.forTable(table);
    String first = table + (table.endsWith("/") ? "" : "/") + "_delta_log/0";
    try (CloseableIterator<FileStatus> files = engine.getFileSystemClient().listFrom(first)) {
      while (files.hasNext()) {
        FileStatus file = files.next();
        String name = file.getPath().substring(file.getPath().lastIndexOf('/') + 1);
        if (COMMIT.matcher(name).matches() && !isReadable(engine, file)) {
          return Optional.of(name);
        }
      }
    } catch (IOException | RuntimeException e) {
      // What went wrong first is what the user is to read.
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean isReadable(Engine engine, FileStatus file) throws IOException {
    try (CloseableIterator<ColumnarBatch> batches =
        engine
            .getJsonHandler()
            .readJsonFiles(
                Utils.singletonCloseableIterator(file),
                SingleAction.FULL_SCHEMA,
                Optional.empty())) {
      while (batches.hasNext()) {
        batches.next();
      }
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }
}
