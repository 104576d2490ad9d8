package io.alluvium.connectors.delta.pages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.columnar.ColumnarRowData;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.flink.table.data.columnar.vector.VectorizedColumnBatch;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopCodecs;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads flat columns of a Parquet file, straight from its pages into Flink's column vectors: every
 * encoding of both page versions, and every physical form of Delta's types. A column that the file
 * lacks is null.
 */
@Internal
public final class FlatFileReader implements RowBatches {
  private static final int BATCH_SIZE = VectorizedColumnBatch.DEFAULT_SIZE;

  private final ParquetFileReader file;
  private final List<BlockMetaData> rowGroups;
  // By the place of the column in a row; null for one that the file lacks, or that came before.
  private final List<ColumnChunkReader> columns;
  private final List<ColumnDescriptor> descriptors;
  private int nextRowGroup;
  @Nullable private PageReadStore pages;
  private long nextRow;
  private long endOfRowGroup;
  private long wantedFrom;

  private FlatFileReader(
      ParquetFileReader file, List<ColumnChunkReader> columns, List<ColumnDescriptor> descriptors) {
    this.file = file;
    this.columns = columns;
    this.descriptors = descriptors;
    this.rowGroups = file.getRowGroups();
  }

  /**
   * @param start first byte of the part of the file to read: row groups whose middle lies in it
   * @param end the byte after its last
   * @throws UnreadableFileException where a column has another type than is wanted
   */
  public static FlatFileReader open(InputFile input, List<FlatColumn> wanted, long start, long end)
      throws IOException {
    ParquetConfiguration configuration = new PlainParquetConfiguration();
    ParquetReadOptions options =
        ParquetReadOptions.builder(configuration)
            .withCodecFactory(new PageDecompression(HadoopCodecs.newFactory(configuration, 0)))
            .withRange(start, end)
            .withUseHadoopVectoredIo(false)
            .build();
    ParquetFileReader file = ParquetFileReader.open(input, options);
    try {
      MessageType schema = file.getFileMetaData().getSchema();
      List<ColumnChunkReader> columns = new ArrayList<>();
      List<ColumnDescriptor> descriptors = new ArrayList<>();
      for (FlatColumn column : wanted) {
        ColumnDescriptor descriptor = find(schema, column);
        // The pages of a column are read once, also where it is wanted twice.
        boolean repeated = descriptor != null && descriptors.contains(descriptor);
        descriptors.add(descriptor);
        columns.add(
            descriptor == null || repeated
                ? null
                : new ColumnChunkReader(
                    descriptor, ValuesChoice.of(descriptor.getPrimitiveType(), column.type())));
      }
      Set<ColumnDescriptor> requested = new LinkedHashSet<>(descriptors);
      requested.remove(null);
      file.setRequestedSchema(new ArrayList<>(requested));
      return new FlatFileReader(file, columns, descriptors);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * The rows of those row groups whose middle lies in a range of bytes.
   *
   * @param first of the rows
   * @param end the row after the last
   */
  public record RowRange(long first, long end) {}

  /** Which rows a range of bytes holds. */
  public static RowRange rowRange(InputFile input, long start, long end) throws IOException {
    try (FlatFileReader reader = open(input, List.of(), start, end)) {
      if (reader.rowGroups.isEmpty()) {
        return new RowRange(0, 0);
      }
      BlockMetaData last = reader.rowGroups.get(reader.rowGroups.size() - 1);
      return new RowRange(
          reader.rowGroups.get(0).getRowIndexOffset(),
          last.getRowIndexOffset() + last.getRowCount());
    }
  }

  /**
   * Puts constants between the columns of batches that this class read.
   *
   * @param constants by their place in a row; null where the next column of the file goes
   */
  public static RowBatches withConstants(RowBatches batches, List<ConstantVector> constants) {
    return new BatchesWithConstants(batches, constants);
  }

  @Nullable
  private static ColumnDescriptor find(MessageType schema, FlatColumn column)
      throws UnreadableFileException {
    GroupType parent = schema;
    String[] path = new String[column.path().size()];
    for (int depth = 0; depth < path.length; depth++) {
      Type child = child(parent, column, depth);
      if (child == null) {
        return null;
      }
      boolean leaf = depth == path.length - 1;
      if (child.isRepetition(Type.Repetition.REPEATED) || child.isPrimitive() != leaf) {
        throw new UnreadableFileException(
            "column '"
                + String.join(".", column.path())
                + "' is "
                + child
                + " and cannot be read as "
                + column.type());
      }
      path[depth] = child.getName();
      if (!leaf) {
        parent = child.asGroupType();
      }
    }
    return schema.getColumnDescription(path);
  }

  @Nullable
  private static Type child(GroupType parent, FlatColumn column, int depth) {
    if (column.fieldIds() == null) {
      String name = column.path().get(depth);
      return parent.containsField(name) ? parent.getType(name) : null;
    }
    int id = column.fieldIds().get(depth);
    return parent.getFields().stream()
        .filter(field -> field.getId() != null && field.getId().intValue() == id)
        .findFirst()
        .orElse(null);
  }

  @Override
  public void skipTo(long row) {
    wantedFrom = Math.max(wantedFrom, row);
  }

  @Nullable
  @Override
  public RowBatch next() throws IOException {
    if (!moveToWanted()) {
      return null;
    }
    int size = (int) Math.min(BATCH_SIZE, endOfRowGroup - nextRow);
    ColumnVector[] vectors = new ColumnVector[columns.size()];
    boolean[] nulls = new boolean[vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      ColumnChunkReader column = columns.get(i);
      int first = descriptors.indexOf(descriptors.get(i));
      if (column == null) {
        vectors[i] = first < i ? vectors[first] : new ConstantVector(null);
        nulls[i] = first == i || nulls[first];
      } else {
        vectors[i] = column.read(size);
        nulls[i] = column.hasNulls();
      }
    }
    RowBatch result = PageBatch.of(nextRow, size, vectors, nulls);
    nextRow += size;
    return result;
  }

  private boolean moveToWanted() throws IOException {
    while (nextRow >= endOfRowGroup || endOfRowGroup <= wantedFrom) {
      if (nextRowGroup == rowGroups.size()) {
        return false;
      }
      openRowGroup(nextRowGroup++);
    }
    if (nextRow < wantedFrom) {
      for (ColumnChunkReader column : columns) {
        if (column != null) {
          column.skip(wantedFrom - nextRow);
        }
      }
      nextRow = wantedFrom;
    }
    return true;
  }

  private void openRowGroup(int index) throws IOException {
    closePages();
    BlockMetaData rowGroup = rowGroups.get(index);
    nextRow = rowGroup.getRowIndexOffset();
    endOfRowGroup = nextRow + rowGroup.getRowCount();
    if (endOfRowGroup <= wantedFrom || columns.stream().allMatch(column -> column == null)) {
      return;
    }
    pages = file.readRowGroup(index);
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i) != null) {
        columns.get(i).open(pages.getPageReader(descriptors.get(i)));
      }
    }
  }

  private void closePages() {
    if (pages != null) {
      pages.close();
      pages = null;
    }
  }

  @Override
  public void close() throws IOException {
    closePages();
    file.close();
  }

  /**
   * @param nulls whether there are any, by column
   */
  record PageBatch(
      long firstRow, int size, ColumnVector[] vectors, boolean[] nulls, ColumnarRowData view)
      implements ColumnarBatch {

    static PageBatch of(long firstRow, int size, ColumnVector[] vectors, boolean[] nulls) {
      VectorizedColumnBatch batch = new VectorizedColumnBatch(vectors);
      batch.setNumRows(size);
      return new PageBatch(firstRow, size, vectors, nulls, new ColumnarRowData(batch));
    }

    @Override
    public ColumnVector column(int index) {
      return vectors[index];
    }

    @Override
    public boolean mayHaveNulls(int index) {
      return nulls[index];
    }

    @Override
    public RowData row(int index) {
      view.setRowId(index);
      return view;
    }
  }
}
