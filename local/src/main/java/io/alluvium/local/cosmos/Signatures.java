package io.alluvium.local.cosmos;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Who may ask: whoever signs with the account's key, or has a token that is known. */
final class Signatures {
  private static final String ALGORITHM = "HmacSHA256";

  private final AtomicReference<String> key;
  private final AtomicReference<List<String>> tokens = new AtomicReference<>(List.of());

  /**
   * @param key base64
   */
  Signatures(String key) {
    this.key = new AtomicReference<>(key);
  }

  void setKey(String key) {
    this.key.set(key);
  }

  /** Tokens of Entra ID. */
  void setTokens(List<String> valid) {
    tokens.set(List.copyOf(valid));
  }

  /**
   * @param segments of the path: types and names by turns
   */
  boolean valid(String authorization, String method, List<String> segments, String date) {
    String decoded = URLDecoder.decode(authorization, StandardCharsets.UTF_8);
    int at = decoded.indexOf("sig=");
    if (at < 0) {
      return false;
    }
    // Pluses of base64 are not encoded by all clients.
    String signature = decoded.substring(at + 4).replace(' ', '+');
    if (decoded.startsWith("type=aad")) {
      return tokens.get().contains(signature);
    }
    boolean item = segments.size() % 2 == 0;
    String type = segments.isEmpty() ? "" : segments.get(segments.size() - (item ? 2 : 1));
    List<String> resource = item ? segments : segments.subList(0, segments.size() - 1);
    String byId =
        resource.isEmpty() ? "" : resource.get(resource.size() - 1).toLowerCase(Locale.ROOT);
    return List.of(String.join("/", resource), byId).stream()
        .anyMatch(name -> signature.equals(sign(method, type, name, date)));
  }

  private String sign(String method, String type, String resource, String date) {
    String text =
        String.join("\n", Arrays.asList(lower(method), lower(type), resource, lower(date), "", ""));
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(key.get()), ALGORITHM));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
