package io.alluvium.ingest.documents;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.annotation.Nullable;
import org.apache.tika.detect.Detector;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MimeTypes;

/**
 * What a file's bytes tell, read once and in bounded memory.
 *
 * @param size bytes that were read
 * @param sha256 in hexadecimal digits
 * @param mediaType by the content, the name helping where the content allows several
 * @param content null where it was not asked for
 */
record Fingerprint(long size, String sha256, String mediaType, @Nullable byte[] content) {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final Detector DETECTOR = MimeTypes.getDefaultMimeTypes();

  static Fingerprint of(InputStream in, String name, boolean withContent) throws IOException {
    MessageDigest digest = digest();
    ByteArrayOutputStream content = withContent ? new ByteArrayOutputStream() : null;
    byte[] buffer = new byte[BUFFER_BYTES];
    int beginning = in.readNBytes(buffer, 0, BUFFER_BYTES);
    String mediaType = mediaType(buffer, beginning, name);
    long size = 0;
    for (int read = beginning; read > 0; read = in.read(buffer, 0, BUFFER_BYTES)) {
      size += read;
      digest.update(buffer, 0, read);
      if (content != null) {
        content.write(buffer, 0, read);
      }
    }
    return new Fingerprint(
        size,
        HexFormat.of().formatHex(digest.digest()),
        mediaType,
        content == null ? null : content.toByteArray());
  }

  private static String mediaType(byte[] beginning, int length, String name) throws IOException {
    Metadata metadata = new Metadata();
    metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
    try (TikaInputStream stream =
        TikaInputStream.get(new ByteArrayInputStream(beginning, 0, length))) {
      return DETECTOR.detect(stream, metadata).toString();
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
