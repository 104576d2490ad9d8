package io.alluvium.connectors.delta.sink.routing;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.TableDescription;
import io.alluvium.connectors.delta.parquet.StatisticsColumns;
import io.alluvium.connectors.delta.sink.FileLayout;
import io.alluvium.connectors.delta.sink.OpenFiles;
import io.alluvium.connectors.delta.sink.TableAppend;
import io.alluvium.connectors.delta.sink.TableFiles;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/**
 * One table as a writer sees it: fits rows into its columns and writes them.
 *
 * <p>Where a row brings a new schema, the files of the one before are completed, and both go into
 * the same commit. The columns that the table lacks it gets before: two writers that bring one of
 * the same name and another type could not both be committed, and what is in a checkpoint can only
 * be committed. Rows are not visible before their checkpoint is complete.
 */
final class RoutedTable implements Closeable {
  private final String table;
  private final String path;
  private final RoutedTableSettings settings;
  private final TablePreparation preparation;
  private final OpenFiles openFiles;
  private final List<DataFile> finished = new ArrayList<>();

  private RowFit fit;
  @Nullable private TableDescription description;
  @Nullable private TableFiles files;

  RoutedTable(String table, RoutedTableSettings settings, OpenFiles openFiles) {
    this.table = table;
    this.path = settings.router().path(table);
    this.settings = settings;
    this.preparation =
        new TablePreparation(settings.router(), settings.policy(), settings.rescueColumn());
    this.openFiles = openFiles;
  }

  void write(RowType rowType, RowData row) throws IOException {
    if (row.getRowKind() != RowKind.INSERT) {
      throw new DeltaException(
          "Table "
              + path
              + ": a sink of several tables appends rows, but one of kind "
              + row.getRowKind().shortString()
              + " arrived. Send every change as a row of its own.");
    }
    if (fit == null || !fit.isFor(rowType)) {
      adopt(rowType);
    }
    if (files == null) {
      files = new TableFiles(layout(), openFiles);
    }
    files.write(fit.fit(row));
  }

  /** The table may have changed since, by other writers and by people: it is looked at again. */
  private void adopt(RowType rowType) throws IOException {
    DeltaSnapshot known = preparation.prepare(table, rowType);
    TableDescription next =
        new TableDescription(
            known.rowType(), known.partitionColumns(), List.of(), known.properties(), "");
    if (description == null || !description.equals(next)) {
      completeFiles();
      description = next;
    }
    fit = new RowFit(rowType, known.rowType(), settings.rescueColumn());
  }

  private FileLayout layout() {
    return new FileLayout(
        path,
        description.rowType(),
        description.partitionColumns(),
        settings.parquet(),
        StatisticsColumns.of(description.properties()));
  }

  private void completeFiles() throws IOException {
    if (files != null) {
      files.finishAll();
      finished.addAll(files.takeFinished());
      files.close();
      files = null;
    }
  }

  /** Completes all files, and returns those since the last call; empty where there are none. */
  Optional<TableAppend> takeAppend() throws IOException {
    completeFiles();
    if (finished.isEmpty()) {
      return Optional.empty();
    }
    TableAppend append = new TableAppend(path, description, finished);
    finished.clear();
    return Optional.of(append);
  }

  @Override
  public void close() {
    if (files != null) {
      files.close();
    }
  }
}
