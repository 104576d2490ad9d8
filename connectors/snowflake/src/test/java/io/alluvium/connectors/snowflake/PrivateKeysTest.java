package io.alluvium.connectors.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.junit.jupiter.api.Test;

class PrivateKeysTest {
  private static final String SCHEME = "PBEWithHmacSHA256AndAES_256";

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;

  /** The object identifier 1.2.840.113549.1.5.13. */
  private static final byte[] PBES2 = HexFormat.of().parseHex("06092a864886f70d01050d");

  private final PrivateKey key = SnowflakeServer.keyPair().getPrivate();

  @Test
  void readsPlainAndEncryptedKeys() throws Exception {
    assertThat(PrivateKeys.read(SnowflakeServer.pem(key.getEncoded()).strip(), null))
        .isEqualTo(key);
    assertThat(PrivateKeys.read(encrypted("passphrase"), "passphrase")).isEqualTo(key);
  }

  @Test
  void saysWhatIsWrongAndNothingOfTheKey() throws Exception {
    String encrypted = encrypted("passphrase");
    assertThatThrownBy(() -> PrivateKeys.read(encrypted, "other"))
        .hasMessageContaining("the passphrase is wrong")
        .hasNoCause();
    assertThatThrownBy(() -> PrivateKeys.read(encrypted, null))
        .hasMessageContaining("set option 'private-key.passphrase.environment'");
    assertThatThrownBy(() -> PrivateKeys.read("ssh-rsa AAAA", null))
        .hasMessageContaining("is no PKCS#8 key in PEM")
        .hasMessageNotContaining("AAAA");
    assertThatThrownBy(() -> PrivateKeys.read(SnowflakeServer.pem(new byte[] {1, 2}), null))
        .hasMessageContaining("it is no RSA key")
        .hasNoCause();
  }

  private String encrypted(String passphrase) throws Exception {
    SecretKey secret =
        SecretKeyFactory.getInstance(SCHEME)
            .generateSecret(new PBEKeySpec(passphrase.toCharArray()));
    Cipher cipher = Cipher.getInstance(SCHEME);
    cipher.init(Cipher.ENCRYPT_MODE, secret, new PBEParameterSpec(new byte[16], 10_000));
    byte[] algorithm = der(SEQUENCE, join(PBES2, cipher.getParameters().getEncoded()));
    byte[] bytes = der(SEQUENCE, join(algorithm, der(OCTETS, cipher.doFinal(key.getEncoded()))));
    return "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(bytes)
        + "\n-----END ENCRYPTED PRIVATE KEY-----";
  }

  /** As openssl writes it; Java itself can only read that. */
  private static byte[] der(int tag, byte[] content) {
    return join(
        new byte[] {(byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length},
        content);
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
