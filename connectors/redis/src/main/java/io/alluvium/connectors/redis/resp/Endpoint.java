package io.alluvium.connectors.redis.resp;

/** Where a server listens. */
public record Endpoint(String host, int port) {
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
