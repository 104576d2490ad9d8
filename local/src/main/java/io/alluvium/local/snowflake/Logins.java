package io.alluvium.local.snowflake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who may log in: users by the key that signs their token, and OAuth tokens. */
final class Logins {
  private final Map<String, PublicKey> keys = new ConcurrentHashMap<>();
  private final Map<String, Instant> oauthTokens = new ConcurrentHashMap<>();
  private final ObjectMapper json = new ObjectMapper();

  void addUser(String user, PublicKey key) {
    keys.put(user.toUpperCase(Locale.ROOT), key);
  }

  void addOauthToken(String token, Instant expires) {
    oauthTokens.put(token, expires);
  }

  /**
   * @throws SnowflakeError where the login is refused
   */
  void check(JsonNode data) {
    String authenticator = data.path("AUTHENTICATOR").asText();
    String token = data.path("TOKEN").asText();
    switch (authenticator) {
      case "SNOWFLAKE_JWT" -> checkKeyPair(data.path("LOGIN_NAME").asText(), token);
      case "OAUTH" -> checkOauth(token);
      default -> throw SnowflakeError.unsupported("the authenticator '" + authenticator + "'");
    }
  }

  private void checkOauth(String token) {
    Instant expires = oauthTokens.get(token);
    if (expires == null) {
      throw SnowflakeError.login("390303", "Invalid OAuth access token.");
    }
    if (expires.isBefore(Instant.now())) {
      throw SnowflakeError.login("390318", "OAuth access token expired.");
    }
  }

  private void checkKeyPair(String user, String token) {
    PublicKey key = keys.get(user.toUpperCase(Locale.ROOT));
    String[] parts = token.split("\\.");
    if (key == null || parts.length != 3 || !isSigned(key, parts)) {
      throw invalid();
    }
    try {
      JsonNode claims = json.readTree(Base64.getUrlDecoder().decode(parts[1]));
      if (claims.path("exp").asLong() < Instant.now().getEpochSecond()
          || !claims.path("iss").asText().endsWith(fingerprint(key))) {
        throw invalid();
      }
    } catch (IOException e) {
      throw invalid();
    }
  }

  private static SnowflakeError invalid() {
    return SnowflakeError.login("390144", "JWT token is invalid.");
  }

  private static boolean isSigned(PublicKey key, String[] parts) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key);
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static String fingerprint(PublicKey key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return "SHA256:" + Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
