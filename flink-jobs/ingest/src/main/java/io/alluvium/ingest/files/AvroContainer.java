package io.alluvium.ingest.files;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.commons.io.input.TeeInputStream;

/**
 * The bytes of an Avro container file. Avro takes a file that is cut off for one that ends there,
 * so its end is looked at here: the header and every block end with a marker, which the header
 * tells.
 */
final class AvroContainer extends InputStream {
  private static final int MARKER_BYTES = DataFileConstants.SYNC_SIZE;

  private final InputStream bytes;
  private final byte[] marker;
  private final byte[] last = new byte[MARKER_BYTES];

  /**
   * @throws IOException where there is no whole header
   */
  AvroContainer(InputStream in) throws IOException {
    byte[] header = header(in);
    this.marker = Arrays.copyOfRange(header, header.length - MARKER_BYTES, header.length);
    this.bytes = new SequenceInputStream(new ByteArrayInputStream(header), in);
  }

  private static byte[] header(InputStream in) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    // Reads no byte beyond what it is asked for.
    BinaryDecoder decoder =
        DecoderFactory.get().directBinaryDecoder(new TeeInputStream(in, header), null);
    byte[] magic = new byte[DataFileConstants.MAGIC.length];
    decoder.readFixed(magic);
    if (!Arrays.equals(magic, DataFileConstants.MAGIC)) {
      throw new IOException("not an Avro container file");
    }
    for (long left = decoder.readMapStart(); left != 0; left = decoder.mapNext()) {
      for (; left > 0; left--) {
        decoder.readString();
        decoder.readBytes(null);
      }
    }
    decoder.readFixed(new byte[MARKER_BYTES]);
    return header.toByteArray();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = bytes.read(buffer, offset, length);
    int fresh = Math.min(Math.max(0, read), MARKER_BYTES);
    System.arraycopy(last, fresh, last, 0, MARKER_BYTES - fresh);
    if (fresh > 0) {
      System.arraycopy(buffer, offset + read - fresh, last, MARKER_BYTES - fresh, fresh);
    }
    return read;
  }

  /** Whether everything was read, and ends as a whole file does. */
  boolean isAtItsEnd() throws IOException {
    return bytes.read() < 0 && Arrays.equals(last, marker);
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
