package io.alluvium.connectors.redis;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.table.api.ValidationException;

/**
 * Where a server is and how to sign in.
 *
 * @param server scheme, host and port
 */
record RedisAddress(String server, @Nullable String user, @Nullable String password, int database)
    implements Serializable {
  private static final int DEFAULT_PORT = 6379;
  private static final Set<String> SCHEMES = Set.of("redis", "rediss");

  /**
   * @throws ValidationException that says what is wrong, without repeating a secret
   */
  static RedisAddress parse(String text) {
    URI uri;
    try {
      uri = new URI(text.trim());
    } catch (URISyntaxException e) {
      // The cause would quote the text, password included.
      throw malformed();
    }
    if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme()) || uri.getHost() == null) {
      throw malformed();
    }
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    String server = uri.getScheme() + "://" + uri.getHost() + ":" + port;
    String user = null;
    String password = null;
    if (uri.getRawUserInfo() != null) {
      String info = uri.getRawUserInfo();
      int colon = info.indexOf(':');
      user = colon <= 0 ? null : decoded(info.substring(0, colon));
      password = decoded(info.substring(colon + 1));
    }
    return new RedisAddress(server, user, password, database(uri.getPath()));
  }

  private static int database(@Nullable String path) {
    if (path == null || path.isEmpty() || path.equals("/")) {
      return 0;
    }
    try {
      return Integer.parseUnsignedInt(path.substring(1));
    } catch (NumberFormatException e) {
      throw malformed();
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static ValidationException malformed() {
    return new ValidationException(
        "Option 'uri' of the Redis table is not of the form"
            + " redis://[[user]:password@]host:port[/database].");
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return database == 0 ? server : server + "/" + database;
  }
}
