package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.Endpoint;
import java.io.Serializable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;

/**
 * Where the servers are and how to sign in.
 *
 * @param servers scheme, host and port of each: of the one server, of the sentinels, or of nodes of
 *     the cluster
 * @param master the name that sentinels know; null without them
 */
record RedisAddress(
    Topology topology,
    List<String> servers,
    @Nullable String user,
    @Nullable String password,
    @Nullable String master,
    int database)
    implements Serializable {

  /** How the servers stand to each other. */
  enum Topology {
    SINGLE,
    SENTINEL,
    CLUSTER
  }

  private static final int DEFAULT_PORT = 6379;
  private static final int DEFAULT_SENTINEL_PORT = 26379;
  private static final Pattern FORM =
      Pattern.compile(
          "(?<scheme>rediss?)(?<topology>-sentinel|-cluster)?://(?:(?<info>[^@/\\s]*)@)?"
              + "(?<servers>[^@/\\s]+)(?:/(?<path>[^@]*))?");
  private static final Pattern SERVER =
      Pattern.compile("(?<host>\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(?::(?<port>\\d{1,5}))?");

  /**
   * @throws IllegalArgumentException that says what is wrong, without repeating a secret
   */
  static RedisAddress parse(String text) {
    Matcher form = FORM.matcher(text.trim());
    if (!form.matches()) {
      throw malformed();
    }
    Topology topology =
        form.group("topology") == null
            ? Topology.SINGLE
            : Topology.valueOf(
                form.group("topology").substring(1).toUpperCase(java.util.Locale.ROOT));
    String user = null;
    String password = null;
    String info = form.group("info");
    if (info != null && !info.isEmpty()) {
      int colon = info.indexOf(':');
      user = colon <= 0 ? null : decoded(info.substring(0, colon));
      password = decoded(info.substring(colon + 1));
    }
    List<String> servers =
        servers(
            form.group("scheme"),
            form.group("servers"),
            topology == Topology.SENTINEL ? DEFAULT_SENTINEL_PORT : DEFAULT_PORT);
    String path = form.group("path") == null ? "" : form.group("path");
    return switch (topology) {
      case SINGLE -> {
        if (servers.size() > 1) {
          throw malformed();
        }
        yield new RedisAddress(topology, servers, user, password, null, database(path));
      }
      case SENTINEL -> {
        int slash = path.indexOf('/');
        String master = slash < 0 ? path : path.substring(0, slash);
        if (master.isEmpty()) {
          throw malformed();
        }
        int database = slash < 0 ? 0 : database(path.substring(slash + 1));
        yield new RedisAddress(topology, servers, user, password, decoded(master), database);
      }
      case CLUSTER -> {
        if (!path.isEmpty()) {
          throw malformed();
        }
        yield new RedisAddress(topology, servers, user, password, null, 0);
      }
    };
  }

  /** Whether connections are by TLS. */
  boolean isSecured() {
    return servers.get(0).startsWith("rediss:");
  }

  /** The servers without their scheme. */
  List<Endpoint> endpoints() {
    return servers.stream().map(RedisAddress::endpoint).toList();
  }

  private static Endpoint endpoint(String server) {
    String place = server.substring(server.indexOf("//") + 2);
    int colon = place.lastIndexOf(':');
    String host = place.substring(0, colon);
    return new Endpoint(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        Integer.parseInt(place.substring(colon + 1)));
  }

  private static List<String> servers(String scheme, String text, int defaultPort) {
    List<String> servers = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher server = SERVER.matcher(part);
      if (!server.matches()) {
        throw malformed();
      }
      String port = server.group("port");
      servers.add(
          scheme + "://" + server.group("host") + ":" + (port == null ? defaultPort : port));
    }
    return servers;
  }

  private static int database(String path) {
    try {
      return path.isEmpty() ? 0 : Integer.parseUnsignedInt(path);
    } catch (NumberFormatException e) {
      throw malformed();
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // It would quote the text, which may be a secret.
      throw malformed();
    }
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "Option 'uri' of the Redis table is not of the form"
            + " redis://[[user]:password@]host:port[/database],"
            + " redis-sentinel://[[user]:password@]host:port,…/master[/database] or"
            + " redis-cluster://[[user]:password@]host:port,…");
  }

  /** Without the secret. */
  @Override
  public String toString() {
    String all = String.join(",", servers);
    return all + (master == null ? "" : " " + master) + (database == 0 ? "" : "/" + database);
  }
}
