package io.alluvium.connectors.redis;

import java.io.IOException;
import redis.embedded.RedisServer;

/** A real server for tests, on the loopback address, that keeps nothing. */
final class RedisProcess implements AutoCloseable {
  private final RedisServer server;

  private RedisProcess(RedisServer server) {
    this.server = server;
  }

  static RedisProcess start(int port) throws IOException {
    RedisServer server =
        RedisServer.newRedisServer()
            .port(port)
            .setting("bind 127.0.0.1")
            .setting("save \"\"")
            .build();
    server.start();
    return new RedisProcess(server);
  }

  @Override
  public void close() throws IOException {
    server.stop();
  }
}
