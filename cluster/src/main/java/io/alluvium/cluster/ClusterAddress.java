package io.alluvium.cluster;

import java.net.URI;
import java.net.URISyntaxException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.RestOptions;

/** Where the REST interface of a session cluster is found. */
public record ClusterAddress(String host, int port) {
  static final String LOOPBACK = "127.0.0.1";

  private static final int FLINKS_PORT = 8081;

  /**
   * Reads {@code host}, {@code host:port} or {@code http://host:port}.
   *
   * @throws ClusterException where it is none of these
   */
  public static ClusterAddress of(String text) {
    try {
      URI uri = new URI(text.contains("://") ? text : "http://" + text);
      String path = uri.getPath();
      if ("http".equals(uri.getScheme())
          && uri.getHost() != null
          && (path == null || path.isEmpty() || path.equals("/"))) {
        return new ClusterAddress(uri.getHost(), uri.getPort() < 0 ? FLINKS_PORT : uri.getPort());
      }
    } catch (URISyntaxException e) {
      throw unreadable(text, e);
    }
    throw unreadable(text, null);
  }

  private static ClusterException unreadable(String text, Exception cause) {
    return new ClusterException(
        "'"
            + text
            + "' is no address of a session cluster. Write host:port or http://host:port, as of"
            + " Flink's web UI",
        cause);
  }

  public String url() {
    return "http://" + host + ":" + port;
  }

  /** Makes a configuration one of a client of this cluster. */
  public Configuration client(Configuration base) {
    Configuration client = new Configuration(base);
    client.set(RestOptions.ADDRESS, host);
    client.set(RestOptions.PORT, port);
    client.set(DeploymentOptions.TARGET, "remote");
    // The address is known; a leader need not be looked for.
    client.removeKey("high-availability.type");
    return client;
  }

  @Override
  public String toString() {
    return url();
  }
}
