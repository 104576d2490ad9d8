package io.alluvium.connectors.delta.kernel;

import io.alluvium.connectors.delta.pages.ConstantVector;
import io.alluvium.connectors.delta.pages.FlatColumn;
import io.alluvium.connectors.delta.pages.FlatFileReader;
import io.alluvium.connectors.delta.pages.RowBatch;
import io.alluvium.connectors.delta.pages.RowBatches;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.deletionvectors.DeletionVectorUtils;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;

/**
 * Reads rows of a table's data files, in the file's order. Flat columns are read straight from the
 * pages; a file of which a nested column is wanted goes through Kernel's handler, which is three to
 * four times slower.
 *
 * <p>A column that a file lacks is null. Failures that a user can mend are {@link
 * io.alluvium.connectors.delta.DeltaException}s.
 */
@Internal
public final class DataFileReader {
  private final String tablePath;
  private final TablePaths paths;
  private final List<ReadColumn> columns;
  private final StoredColumns stored;
  private final FileIO files;
  private final Engine engine;

  /**
   * @param tablePath the table's folder
   * @param rowType the columns to read, partition columns included, of a table without column
   *     mapping
   */
  public DataFileReader(String tablePath, RowType rowType) {
    this(
        tablePath,
        rowType.getFields().stream()
            .map(field -> ReadColumn.of(field.getName(), field.getType()))
            .toList(),
        StoredColumns.sameNames());
  }

  /**
   * @param columns to read, each once, partition columns included
   */
  public DataFileReader(String tablePath, List<ReadColumn> columns, StoredColumns stored) {
    this(tablePath, columns, stored, Engines.filesOf(tablePath));
  }

  private DataFileReader(
      String tablePath, List<ReadColumn> columns, StoredColumns stored, FileIO files) {
    this.tablePath = tablePath;
    this.paths = new TablePaths(tablePath);
    this.columns = List.copyOf(columns);
    this.stored = stored;
    this.files = files;
    this.engine = Engines.on(files);
  }

  /** Reads further columns of the same table. */
  public DataFileReader with(List<ReadColumn> further) {
    List<ReadColumn> all = new ArrayList<>(columns);
    all.addAll(further);
    return new DataFileReader(tablePath, all, stored, files);
  }

  /**
   * The file's rows without those in its deletion vector. Rows may be views that are valid until
   * the next one is read; copy those that are to be kept. The iterator must be closed.
   */
  public CloseableIterator<RowData> read(DataFile file) {
    RowPositions deleted = deletedRows(file.deletionVector());
    return new RowsOfBatches(tablePath, file.path(), open(file), RowSelection.allBut(deleted));
  }

  /** The rows at these positions, whatever the file's deletion vector says. */
  public CloseableIterator<RowData> read(DataFile file, RowPositions positions) {
    return new RowsOfBatches(tablePath, file.path(), open(file), RowSelection.only(positions));
  }

  /** All rows, whatever the file's deletion vector says. */
  public RowBatches open(DataFile file) {
    return open(file, 0, Long.MAX_VALUE);
  }

  /**
   * All rows of those row groups whose middle lies in a range of bytes, whatever the file's
   * deletion vector says.
   *
   * @param end the byte after the range's last
   */
  public RowBatches open(DataFile file, long start, long end) {
    return KernelErrors.translatedOfFile(
        tablePath,
        file.path(),
        () ->
            columns.stream().allMatch(column -> isConstant(column, file) || isFlat(column))
                ? openFlat(file, start, end)
                : openNested(file, start, end));
  }

  /** The next batch of what {@link #open} returned for the file; null at the end. */
  @Nullable
  public RowBatch next(RowBatches batches, DataFile file) {
    return KernelErrors.translatedOfFile(tablePath, file.path(), batches::next);
  }

  /** The rows that a deletion vector names; none where there is no vector. */
  public RowPositions deletedRows(@Nullable DeletionVector vector) {
    if (vector == null) {
      return RowPositions.none();
    }
    return KernelErrors.translatedOfFile(
        tablePath,
        vector.storageType().equals("i") ? "deletion vector" : vector.pathOrInlineDv(),
        () ->
            RowPositions.of(
                DeletionVectorUtils.loadNewDvAndBitmap(
                        engine, paths.plainTablePath(), ActionRows.toDescriptor(vector))
                    ._2
                    .toArray()));
  }

  private RowBatches openFlat(DataFile file, long start, long end) throws IOException {
    List<FlatColumn> flat = new ArrayList<>();
    for (ReadColumn column : columns) {
      if (!isConstant(column, file)) {
        flat.add(
            new FlatColumn(
                stored.path(column.path()), stored.fieldIds(column.path()), column.type()));
      }
    }
    RowBatches batches = FlatFileReader.open(input(file), flat, start, end);
    if (flat.size() == columns.size()) {
      return batches;
    }
    List<ConstantVector> constants = new ArrayList<>();
    for (ReadColumn column : columns) {
      constants.add(
          isConstant(column, file)
              ? new ConstantVector(PartitionValue.parse(column.type(), partitionText(column, file)))
              : null);
    }
    return FlatFileReader.withConstants(batches, constants);
  }

  RowBatches openNested(DataFile file, long start, long end) throws IOException {
    List<ReadColumn> read = columns.stream().filter(column -> !isConstant(column, file)).toList();
    StructType logical = NestedFileReader.merged(read);
    List<NestedFileReader.Source> sources = new ArrayList<>();
    for (ReadColumn column : columns) {
      sources.add(
          isConstant(column, file)
              ? new NestedFileReader.Constant(constant(column, file))
              : new NestedFileReader.Path(ordinals(logical, column.path())));
    }
    FlatFileReader.RowRange rows =
        start == 0 && end >= file.size()
            ? new FlatFileReader.RowRange(0, Long.MAX_VALUE)
            : FlatFileReader.rowRange(input(file), start, end);
    return new NestedFileReader(
        engine
            .getParquetHandler()
            .readParquetFiles(
                Utils.singletonCloseableIterator(
                    FileStatus.of(paths.plain(file), file.size(), file.modificationTime())),
                stored.physical(logical),
                Optional.empty()),
        sources,
        rows.first(),
        rows.end());
  }

  private static List<Integer> ordinals(StructType struct, List<String> path) {
    List<Integer> ordinals = new ArrayList<>();
    DataType type = struct;
    for (String name : path) {
      StructType parent = (StructType) type;
      ordinals.add(parent.indexOf(name));
      type = parent.get(name).getDataType();
    }
    return ordinals;
  }

  private ColumnVector constant(ReadColumn column, DataFile file) {
    return new ConstantKernelVector(
        DeltaTypes.toDelta(column.type(), column.path().get(0)),
        PartitionValue.parse(column.type(), partitionText(column, file)));
  }

  private boolean isConstant(ReadColumn column, DataFile file) {
    return column.isTopLevel()
        && file.partitionValues().containsKey(stored.name(column.path().get(0)));
  }

  @Nullable
  private String partitionText(ReadColumn column, DataFile file) {
    return file.partitionValues().get(stored.name(column.path().get(0)));
  }

  private static boolean isFlat(ReadColumn column) {
    return FlatColumn.canHold(column.type());
  }

  private ParquetInput input(DataFile file) {
    return new ParquetInput(files.newInputFile(paths.plain(file), file.size()));
  }
}
