package io.alluvium.connectors.delta.source.reader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.IOUtils;

/**
 * Compares more rows than fit into memory: they are put into files by what is compared, so that all
 * rows that belong together are in one, and the files are compared one after the other.
 */
final class SpilledComparison implements RowComparison, AutoCloseable {
  private final Supplier<RowComparison> comparisons;
  private final UnaryOperator<BinaryRowData> keyOf;
  private final RowDataSerializer serializer;
  private final List<SpilledRows> gone = new ArrayList<>();
  private final List<SpilledRows> come = new ArrayList<>();

  /**
   * @param comparisons makes the comparison of a part
   * @param keyOf what is compared
   * @param parts into which the rows are divided
   */
  SpilledComparison(
      Supplier<RowComparison> comparisons,
      UnaryOperator<BinaryRowData> keyOf,
      RowDataSerializer serializer,
      int parts,
      Path directory)
      throws IOException {
    this.comparisons = comparisons;
    this.keyOf = keyOf;
    this.serializer = serializer;
    try {
      for (int i = 0; i < parts; i++) {
        gone.add(new SpilledRows(directory, serializer.getArity()));
        come.add(new SpilledRows(directory, serializer.getArity()));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private SpilledRows partOf(BinaryRowData row, List<SpilledRows> parts) {
    return parts.get(Math.floorMod(keyOf.apply(row).hashCode(), parts.size()));
  }

  @Override
  public void addGone(BinaryRowData row, boolean keyOnly) {
    try {
      partOf(row, gone).add(row, keyOnly);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Iterator<BinaryRowData> changes(Iterator<? extends RowData> newRows) {
    try {
      while (newRows.hasNext()) {
        BinaryRowData row = serializer.toBinaryRow(newRows.next());
        partOf(row, come).add(row, false);
      }
      for (int i = 0; i < gone.size(); i++) {
        gone.get(i).finish();
        come.get(i).finish();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PartByPart();
  }

  @Override
  public void close() {
    gone.forEach(IOUtils::closeQuietly);
    come.forEach(IOUtils::closeQuietly);
  }

  private final class PartByPart implements CloseableIterator<BinaryRowData> {
    private int nextPart;
    private Iterator<BinaryRowData> changes = List.<BinaryRowData>of().iterator();
    @Nullable private SpilledRows.Rows open;

    @Override
    public boolean hasNext() {
      try {
        while (!changes.hasNext()) {
          close();
          if (nextPart == gone.size()) {
            return false;
          }
          openPart(nextPart++);
        }
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void openPart(int part) throws IOException {
      RowComparison comparison = comparisons.get();
      try (SpilledRows.Rows rows = gone.get(part).read()) {
        while (rows.hasNext()) {
          BinaryRowData row = rows.next();
          comparison.addGone(row, rows.flag());
        }
      }
      open = come.get(part).read();
      changes = comparison.changes(open);
    }

    @Override
    public BinaryRowData next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return changes.next();
    }

    @Override
    public void close() throws IOException {
      if (open != null) {
        open.close();
        open = null;
      }
    }
  }
}
