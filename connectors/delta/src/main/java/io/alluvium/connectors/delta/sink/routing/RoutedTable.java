package io.alluvium.connectors.delta.sink.routing;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
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
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/**
 * One table as a writer sees it: fits rows into its columns and writes them.
 *
 * <p>Where a row brings a new schema, the files of the one before are completed, and both go into
 * the same commit, together with the columns that the table lacks. So nothing needs to be flushed
 * or agreed on between writers, and nothing is visible before its checkpoint is complete.
 */
final class RoutedTable implements Closeable {
  static final String TYPE_WIDENING = "delta.enableTypeWidening";

  private final String table;
  private final String path;
  private final RoutedTableSettings settings;
  private final OpenFiles openFiles;
  private final List<DataFile> finished = new ArrayList<>();

  private RowFit fit;
  @Nullable private TableDescription description;
  @Nullable private TableFiles files;

  RoutedTable(String table, RoutedTableSettings settings, OpenFiles openFiles) {
    this.table = table;
    this.path = settings.router().path(table);
    this.settings = settings;
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
    DeltaTable delta = DeltaTable.at(path);
    Optional<DeltaSnapshot> snapshot =
        delta.exists() ? Optional.of(delta.snapshot()) : Optional.empty();
    TableColumns columns = new TableColumns(path, settings.policy(), settings.rescueColumn());
    RowType target;
    List<String> partitionColumns;
    Map<String, String> properties;
    if (snapshot.isPresent()) {
      DeltaSnapshot known = snapshot.get();
      properties = known.properties();
      partitionColumns = known.partitionColumns();
      boolean widening = Boolean.parseBoolean(properties.get(TYPE_WIDENING));
      RowType current = withUncommitted(columns, known.rowType(), widening);
      target = columns.with(rowType, current, widening);
    } else {
      properties = settings.router().properties(table);
      partitionColumns = settings.router().partitionColumns(table);
      target =
          description == null
              ? columns.ofNewTable(rowType)
              : columns.with(rowType, description.rowType(), false);
    }
    TableDescription next =
        new TableDescription(target, partitionColumns, List.of(), properties, "");
    if (description == null || !description.equals(next)) {
      completeFiles();
      description = next;
    }
    fit = new RowFit(rowType, target, settings.rescueColumn());
  }

  /** Columns that this writer's rows brought and that no commit has added yet. */
  private RowType withUncommitted(TableColumns columns, RowType committed, boolean widening) {
    return description == null
        ? committed
        : columns.with(description.rowType(), committed, widening);
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
