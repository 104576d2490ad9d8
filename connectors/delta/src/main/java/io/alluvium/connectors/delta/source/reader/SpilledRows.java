package io.alluvium.connectors.delta.source.reader;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.flink.core.memory.MemorySegmentFactory;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.data.binary.BinarySegmentUtils;

/** Rows in a temporary file: first they are all written, then they are read. */
final class SpilledRows implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final int arity;
  private final DataOutputStream out;
  private long count;

  SpilledRows(Path directory, int arity) throws IOException {
    this.file = Files.createTempFile(directory, "delta-changes-", ".rows");
    this.arity = arity;
    this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
  }

  void add(BinaryRowData row, boolean flag) throws IOException {
    byte[] bytes =
        BinarySegmentUtils.copyToBytes(row.getSegments(), row.getOffset(), row.getSizeInBytes());
    out.writeBoolean(flag);
    out.writeInt(bytes.length);
    out.write(bytes);
    count++;
  }

  void finish() throws IOException {
    out.close();
  }

  /** What was added, in the same order. The row is overwritten by the next. */
  Rows read() throws IOException {
    return new Rows(
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER)));
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(file);
  }

  /** See {@link #read()}. */
  final class Rows implements Iterator<BinaryRowData>, Closeable {
    private final DataInputStream in;
    private final BinaryRowData row = new BinaryRowData(arity);
    private long left = count;
    private boolean flag;

    private Rows(DataInputStream in) {
      this.in = in;
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public BinaryRowData next() {
      if (left == 0) {
        throw new NoSuchElementException();
      }
      left--;
      try {
        flag = in.readBoolean();
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        row.pointTo(MemorySegmentFactory.wrap(bytes), 0, bytes.length);
        return row;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** That was added with the row that was taken last. */
    boolean flag() {
      return flag;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
