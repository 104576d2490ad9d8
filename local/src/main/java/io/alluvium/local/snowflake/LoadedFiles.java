package io.alluvium.local.snowflake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;

/** Which files COPY has loaded into which table: it loads none twice. */
final class LoadedFiles {
  private LoadedFiles() {}

  /**
   * @return false where the table has the file already
   */
  static boolean add(Connection connection, String table, Path file) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO \"_LOADED\" SELECT * FROM (SELECT ? AS target, ? AS file, ? AS digest) n"
                + " WHERE NOT EXISTS (SELECT 1 FROM \"_LOADED\" l WHERE l.target = n.target AND"
                + " l.file = n.file AND l.digest = n.digest)")) {
      insert.setString(1, table);
      insert.setString(2, file.toString());
      insert.setString(3, digest(file));
      return insert.executeUpdate() == 1;
    }
  }

  private static String digest(Path file) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("MD5").digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
