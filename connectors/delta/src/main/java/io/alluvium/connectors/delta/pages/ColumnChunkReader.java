package io.alluvium.connectors.delta.pages;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.annotation.Nullable;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.values.ValuesReader;

/** Reads one column of a row group after the other, page by page, into vectors. */
final class ColumnChunkReader {
  private final ColumnDescriptor column;
  private final Values values;
  private final int maxLevel;
  private int[] levels = new int[0];
  private int[] ids = new int[0];
  private PageReader pages;
  private int leftInPage;
  private boolean hasNulls;

  // How the current page is read: exactly one of the last three is set.
  @Nullable private RunLengthReader pageLevels;
  @Nullable private RunLengthReader pageIds;
  @Nullable private ByteBuffer pagePlain;
  @Nullable private ValuesReader pageValues;

  /**
   * @param column that repeats nowhere on its path
   */
  ColumnChunkReader(ColumnDescriptor column, Values values) {
    this.column = column;
    this.values = values;
    this.maxLevel = column.getMaxDefinitionLevel();
  }

  void open(PageReader chunk) throws IOException {
    pages = chunk;
    leftInPage = 0;
    DictionaryPage dictionary = chunk.readDictionaryPage();
    if (dictionary != null) {
      values.useDictionary(dictionary.getEncoding().initDictionary(column, dictionary));
    }
  }

  /** The next values; the caller knows that there are as many. */
  ColumnVector read(int count) throws IOException {
    values.startBatch(count);
    hasNulls = false;
    int row = 0;
    while (row < count) {
      int taken = Math.min(count - row, ensurePage());
      readFromPage(row, taken);
      row += taken;
    }
    return values.vector();
  }

  /** Whether there are nulls among the values that were read last. */
  boolean hasNulls() {
    return hasNulls;
  }

  /** Goes on after the next values; pages that hold no others are not decoded. */
  void skip(long count) throws IOException {
    long left = count;
    while (left > 0) {
      int taken = (int) Math.min(left, ensurePage());
      if (taken < leftInPage) {
        values.startBatch(taken);
        readFromPage(0, taken);
      } else {
        leftInPage = 0;
      }
      left -= taken;
    }
  }

  private int ensurePage() throws IOException {
    while (leftInPage == 0) {
      DataPage page = pages.readPage();
      if (page == null) {
        throw new EOFException("column " + column + " has fewer values than its row group rows");
      }
      leftInPage = page.getValueCount();
      if (page instanceof DataPageV2 v2) {
        open(v2);
      } else {
        open((DataPageV1) page);
      }
    }
    return leftInPage;
  }

  private void open(DataPageV1 page) throws IOException {
    ByteBuffer bytes = heapBuffer(page.getBytes());
    pageLevels = null;
    if (maxLevel > 0) {
      if (page.getDlEncoding() != Encoding.RLE) {
        throw new UnreadableFileException(
            "column " + column + " has levels in the encoding " + page.getDlEncoding());
      }
      int length = bytes.getInt();
      pageLevels = levelsOf(slice(bytes, length));
    }
    openValues(page.getValueEncoding(), page.getValueCount(), bytes);
  }

  private void open(DataPageV2 page) throws IOException {
    pageLevels = maxLevel > 0 ? levelsOf(heapBuffer(page.getDefinitionLevels())) : null;
    openValues(page.getDataEncoding(), page.getValueCount(), heapBuffer(page.getData()));
  }

  private RunLengthReader levelsOf(ByteBuffer bytes) {
    return new RunLengthReader(bytes, Integer.SIZE - Integer.numberOfLeadingZeros(maxLevel));
  }

  private void openValues(Encoding encoding, int count, ByteBuffer bytes) throws IOException {
    pageIds = null;
    pagePlain = null;
    pageValues = null;
    if (encoding.usesDictionary()) {
      // A page of nulls only may be empty.
      int bitWidth = bytes.hasRemaining() ? bytes.get() : 0;
      pageIds = new RunLengthReader(bytes, bitWidth);
    } else if (encoding == Encoding.PLAIN && values.readsPlain()) {
      pagePlain = bytes;
    } else {
      pageValues = encoding.getValuesReader(column, ValuesType.VALUES);
      pageValues.initFromPage(count, ByteBufferInputStream.wrap(bytes.slice()));
    }
  }

  private void readFromPage(int row, int count) {
    leftInPage -= count;
    if (pageLevels == null || pageLevels.skipAll(maxLevel, count)) {
      readPresent(row, count);
      return;
    }
    if (levels.length < count) {
      levels = new int[count];
    }
    pageLevels.read(levels, count);
    int i = 0;
    while (i < count) {
      int start = i;
      while (i < count && levels[i] == maxLevel) {
        i++;
      }
      if (i > start) {
        readPresent(row + start, i - start);
      }
      while (i < count && levels[i] != maxLevel) {
        values.setNull(row + i);
        hasNulls = true;
        i++;
      }
    }
  }

  private void readPresent(int row, int count) {
    if (pagePlain != null) {
      values.plain(pagePlain, row, count);
    } else if (pageIds != null) {
      if (ids.length < count) {
        ids = new int[count];
      }
      pageIds.read(ids, count);
      values.fromDictionary(ids, 0, row, count);
    } else {
      values.encoded(pageValues, row, count);
    }
  }

  private static ByteBuffer slice(ByteBuffer bytes, int length) {
    ByteBuffer part = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    part.limit(bytes.position() + length);
    bytes.position(bytes.position() + length);
    return part;
  }

  private static ByteBuffer heapBuffer(BytesInput bytes) throws IOException {
    ByteBuffer buffer = bytes.toByteBuffer();
    if (!buffer.hasArray()) {
      buffer = ByteBuffer.wrap(bytes.toByteArray());
    }
    return buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }
}
