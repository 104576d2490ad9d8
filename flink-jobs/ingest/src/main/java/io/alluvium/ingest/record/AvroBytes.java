package io.alluvium.ingest.record;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.annotation.Nullable;
import org.apache.avro.AvroTypeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding from an array. Unlike Avro's own decoder it takes no memory for lengths
 * that the bytes do not hold, as damaged ones claim.
 */
final class AvroBytes extends Decoder {
  private static final int MAX_VARINT_BITS = 63;

  /** Of items without any bytes, as nulls are, there can be more than bytes. */
  private static final int MAX_ITEMS = 10_000_000;

  private ByteBuffer in = ByteBuffer.allocate(0);

  void reset(byte[] bytes, int offset, int length) {
    in = ByteBuffer.wrap(bytes, offset, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  boolean isEnd() {
    return !in.hasRemaining();
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws IOException {
    byte value = next();
    if (value != 0 && value != 1) {
      throw new AvroTypeException("a truth value is " + value);
    }
    return value == 1;
  }

  @Override
  public int readInt() throws IOException {
    long value = readLong();
    if (value != (int) value) {
      throw new AvroTypeException("an int is " + value);
    }
    return (int) value;
  }

  @Override
  public long readLong() throws IOException {
    long bits = 0;
    for (int shift = 0; shift <= MAX_VARINT_BITS; shift += 7) {
      byte part = next();
      bits |= (part & 0x7FL) << shift;
      if (part >= 0) {
        return bits >>> 1 ^ -(bits & 1);
      }
    }
    throw new AvroTypeException("a number is too long");
  }

  @Override
  public float readFloat() throws IOException {
    need(Float.BYTES);
    return in.getFloat();
  }

  @Override
  public double readDouble() throws IOException {
    need(Double.BYTES);
    return in.getDouble();
  }

  @Override
  public Utf8 readString(@Nullable Utf8 old) throws IOException {
    byte[] bytes = new byte[length()];
    in.get(bytes);
    return new Utf8(bytes);
  }

  @Override
  public String readString() throws IOException {
    byte[] bytes = new byte[length()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void skipString() throws IOException {
    skip(length());
  }

  @Override
  public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
    byte[] bytes = new byte[length()];
    in.get(bytes);
    return ByteBuffer.wrap(bytes);
  }

  @Override
  public void skipBytes() throws IOException {
    skip(length());
  }

  @Override
  public void readFixed(byte[] bytes, int start, int length) throws IOException {
    need(length);
    in.get(bytes, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    skip(length);
  }

  @Override
  public int readEnum() throws IOException {
    return readInt();
  }

  @Override
  public long readArrayStart() throws IOException {
    return items();
  }

  @Override
  public long arrayNext() throws IOException {
    return items();
  }

  @Override
  public long skipArray() throws IOException {
    return skippedItems();
  }

  @Override
  public long readMapStart() throws IOException {
    return items();
  }

  @Override
  public long mapNext() throws IOException {
    return items();
  }

  @Override
  public long skipMap() throws IOException {
    return skippedItems();
  }

  @Override
  public int readIndex() throws IOException {
    return readInt();
  }

  private byte next() throws EOFException {
    need(1);
    return in.get();
  }

  private int length() throws IOException {
    long length = readLong();
    if (length < 0) {
      throw new AvroTypeException("a length is " + length);
    }
    need(length);
    return (int) length;
  }

  private void skip(int length) throws EOFException {
    need(length);
    in.position(in.position() + length);
  }

  private void need(long bytes) throws EOFException {
    if (bytes > in.remaining()) {
      throw new EOFException("the bytes end within a value");
    }
  }

  private long items() throws IOException {
    long count = readLong();
    if (count < 0) {
      // The block's size in bytes follows, for those who skip it.
      count = -count;
      readLong();
    }
    if (count < 0 || count > MAX_ITEMS) {
      throw new AvroTypeException("a block has " + count + " items");
    }
    return count;
  }

  private long skippedItems() throws IOException {
    long count = readLong();
    while (count < 0) {
      long size = readLong();
      need(size);
      if (size < 0) {
        throw new AvroTypeException("a block has " + size + " bytes");
      }
      skip((int) size);
      count = readLong();
    }
    if (count > MAX_ITEMS) {
      throw new AvroTypeException("a block has " + count + " items");
    }
    return count;
  }
}
