package io.alluvium.udfs.privacy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.ScalarFunction;

/**
 * {@code PSEUDONYM(text)}: 32 hexadecimal digits that stand for the text, always the same for the
 * same text and key, so that rows can still be joined and counted; without the key nobody can try
 * texts out. It is the first half of the text's HMAC-SHA-256 (RFC 2104). Null where it is null.
 *
 * <p>The key is in the variable {@code ALLUVIUM_PSEUDONYM_KEY}, or in the file that {@code
 * ALLUVIUM_PSEUDONYM_KEY_FILE} names, of the processes that run the job. Who changes the key
 * changes all pseudonyms.
 */
public final class Pseudonym extends ScalarFunction {
  private static final long serialVersionUID = 1L;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 16;

  private transient Mac mac;

  @Override
  public void open(FunctionContext context) throws GeneralSecurityException {
    open(PseudonymKey.of(System.getenv()));
  }

  void open(byte[] key) throws GeneralSecurityException {
    mac = Mac.getInstance(ALGORITHM);
    mac.init(new SecretKeySpec(key, ALGORITHM));
  }

  /** The pseudonym. */
  @DataTypeHint("STRING")
  public String eval(@DataTypeHint("STRING") String text) {
    if (text == null) {
      return null;
    }
    byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, BYTES);
  }

  /** The key is not there where a statement is planned. */
  @Override
  public boolean supportsConstantFolding() {
    return false;
  }
}
