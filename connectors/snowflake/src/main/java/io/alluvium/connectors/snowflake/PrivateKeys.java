package io.alluvium.connectors.snowflake;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.annotation.Nullable;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Reads private keys of RSA as PKCS#8 in PEM, encrypted or not. */
final class PrivateKeys {
  private static final String PLAIN = "-----BEGIN PRIVATE KEY-----";
  private static final String ENCRYPTED = "-----BEGIN ENCRYPTED PRIVATE KEY-----";

  private PrivateKeys() {}

  /**
   * @throws SnowflakeException that tells what is wrong, and nothing of the key
   */
  static PrivateKey read(String pem, @Nullable String passphrase) throws IOException {
    boolean isEncrypted = pem.startsWith(ENCRYPTED);
    if (!isEncrypted && !pem.startsWith(PLAIN)) {
      throw new SnowflakeException(
          "The private key is no PKCS#8 key in PEM; make one with openssl pkcs8 -topk8.");
    }
    if (isEncrypted && passphrase == null) {
      throw new SnowflakeException(
          "The private key is encrypted: set option 'private-key.passphrase.environment'.");
    }
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
      return KeyFactory.getInstance("RSA")
          .generatePrivate(
              isEncrypted ? decrypt(bytes, passphrase) : new PKCS8EncodedKeySpec(bytes));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Without the cause, whose message may show parts of what was read.
      throw new SnowflakeException(
          "The private key cannot be read: "
              + (isEncrypted ? "the passphrase is wrong, or " : "")
              + "it is no RSA key ("
              + e.getClass().getSimpleName()
              + ").");
    }
  }

  private static PKCS8EncodedKeySpec decrypt(byte[] bytes, String passphrase)
      throws GeneralSecurityException, IOException {
    EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(bytes);
    // The parameters name the whole scheme; the algorithm's own name is only PBES2.
    String scheme = encrypted.getAlgParameters().toString();
    SecretKey key =
        SecretKeyFactory.getInstance(scheme)
            .generateSecret(new PBEKeySpec(passphrase.toCharArray()));
    Cipher cipher = Cipher.getInstance(scheme);
    cipher.init(Cipher.DECRYPT_MODE, key, encrypted.getAlgParameters());
    return encrypted.getKeySpec(cipher);
  }
}
