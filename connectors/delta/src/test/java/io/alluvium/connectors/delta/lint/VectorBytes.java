package io.alluvium.connectors.delta.lint;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32;
import org.roaringbitmap.RoaringBitmap;

/** The serialized form of a deletion vector (Delta protocol, "Deletion Vector Format"). */
record VectorBytes(ByteBuffer payload) {
  private static final int MAGIC = 1681511377;
  private static final byte FILE_VERSION = 1;
  private static final int UUID_CHARACTERS = 20;

  /**
   * The rows of a vector.
   *
   * @param last the greatest, -1 where there is none
   */
  record Rows(long count, long last) {}

  static Path file(Path table, String storage, String location) throws BrokenVectorException {
    if (storage.equals("p")) {
      return Path.of(URI.create(location).getPath());
    }
    int prefix = location.length() - UUID_CHARACTERS;
    if (prefix < 0) {
      throw new BrokenVectorException("no UUID in '" + location + "'");
    }
    ByteBuffer id = ByteBuffer.wrap(Z85.decode(location.substring(prefix)));
    String name = "deletion_vector_" + new UUID(id.getLong(), id.getLong()) + ".bin";
    return prefix == 0
        ? table.resolve(name)
        : table.resolve(location.substring(0, prefix)).resolve(name);
  }

  static VectorBytes inline(String text, int size) throws BrokenVectorException {
    byte[] bytes = Z85.decode(text);
    if (size > bytes.length) {
      throw new BrokenVectorException(
          "sizeInBytes is " + size + ", the inline vector has " + bytes.length);
    }
    return new VectorBytes(ByteBuffer.wrap(bytes, 0, size).slice());
  }

  static VectorBytes read(Path file, int offset, int size) throws BrokenVectorException {
    try (FileChannel channel = FileChannel.open(file)) {
      byte version = read(channel, 0, 1).get();
      if (version != FILE_VERSION) {
        throw new BrokenVectorException(file.getFileName() + " has the format " + version);
      }
      int written = read(channel, offset, Integer.BYTES).getInt();
      if (written != size) {
        throw new BrokenVectorException(
            "sizeInBytes is " + size + ", at offset " + offset + " stands " + written);
      }
      ByteBuffer payload = read(channel, offset + (long) Integer.BYTES, size);
      int stored = read(channel, offset + (long) Integer.BYTES + size, Integer.BYTES).getInt();
      CRC32 computed = new CRC32();
      computed.update(payload.array());
      if (stored != (int) computed.getValue()) {
        throw new BrokenVectorException("the checksum at offset " + offset + " does not match");
      }
      return new VectorBytes(payload);
    } catch (IOException e) {
      throw new BrokenVectorException(file.getFileName() + ": " + e.getMessage());
    }
  }

  private static ByteBuffer read(FileChannel channel, long offset, int length)
      throws IOException, BrokenVectorException {
    if (offset + length > channel.size()) {
      throw new BrokenVectorException(
          "the file ends at " + channel.size() + ", before " + (offset + length));
    }
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      channel.read(buffer, offset + buffer.position());
    }
    return buffer.flip();
  }

  Rows rows() throws BrokenVectorException {
    ByteBuffer in = payload.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int magic = in.getInt();
    if (magic != MAGIC) {
      throw new BrokenVectorException("the vector begins with " + magic + " instead of " + MAGIC);
    }
    long buckets = in.getLong();
    long count = 0;
    long last = -1;
    long lastKey = -1;
    for (long i = 0; i < buckets; i++) {
      long key = in.getInt();
      if (key <= lastKey) {
        throw new BrokenVectorException("bitmap " + key + " follows bitmap " + lastKey);
      }
      lastKey = key;
      RoaringBitmap bitmap = readBitmap(in);
      count += bitmap.getLongCardinality();
      last = (key << Integer.SIZE) | Integer.toUnsignedLong(bitmap.last());
    }
    if (in.hasRemaining()) {
      throw new BrokenVectorException(in.remaining() + " bytes follow the last bitmap");
    }
    return new Rows(count, last);
  }

  private static RoaringBitmap readBitmap(ByteBuffer in) throws BrokenVectorException {
    RoaringBitmap bitmap = new RoaringBitmap();
    try {
      bitmap.deserialize(in.slice().order(ByteOrder.LITTLE_ENDIAN));
    } catch (IOException | RuntimeException e) {
      throw new BrokenVectorException("no bitmap at byte " + in.position() + ": " + e.getMessage());
    }
    if (bitmap.isEmpty()) {
      throw new BrokenVectorException("an empty bitmap at byte " + in.position());
    }
    in.position(in.position() + bitmap.serializedSizeInBytes());
    return bitmap;
  }
}
