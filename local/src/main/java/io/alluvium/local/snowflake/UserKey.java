package io.alluvium.local.snowflake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/** The key pair of a user, in a file as Snowflake's clients want it: PKCS#8 in PEM. */
public final class UserKey {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final int BITS = 2048;

  private final Path file;
  private final PublicKey publicKey;

  private UserKey(Path file, PublicKey publicKey) {
    this.file = file;
    this.publicKey = publicKey;
  }

  /**
   * Reads the file; makes it, readable for its owner only, where it is absent.
   *
   * @throws IOException also where the file is no such key
   */
  public static UserKey in(Path file) throws IOException {
    try {
      if (!Files.exists(file)) {
        write(file);
      }
      String pem = Files.readString(file).replace(BEGIN, "").replace(END, "");
      KeyFactory keys = KeyFactory.getInstance("RSA");
      RSAPrivateCrtKey key =
          (RSAPrivateCrtKey)
              keys.generatePrivate(
                  new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.strip())));
      return new UserKey(
          file,
          keys.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())));
    } catch (GeneralSecurityException | ClassCastException e) {
      throw new IOException("The file " + file + " is no private key of RSA in PEM", e);
    }
  }

  private static void write(Path file) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(BITS);
    byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    Path begun =
        Files.createTempFile(
            folder,
            "key",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        begun, BEGIN + "\n" + Base64.getMimeEncoder().encodeToString(key) + "\n" + END + "\n");
    Files.move(begun, file, StandardCopyOption.ATOMIC_MOVE);
  }

  public Path file() {
    return file;
  }

  /** For {@link LocalSnowflake#addUser}. */
  public PublicKey publicKey() {
    return publicKey;
  }
}
