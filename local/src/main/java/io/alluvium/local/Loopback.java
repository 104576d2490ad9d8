package io.alluvium.local;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** The one interface that local services listen on. */
final class Loopback {
  static final String ADDRESS = "127.0.0.1";

  private static final int LOWEST_FREE = 16_384;
  private static final int HIGHEST_FREE = 32_768;
  private static final int ATTEMPTS = 100;

  private Loopback() {}

  /**
   * The port asked for, or any free one for 0.
   *
   * @throws LocalServiceException where the port is in use
   */
  static int port(String service, int asked) {
    try {
      return asked == 0 ? freePort() : bind(asked);
    } catch (IOException e) {
      throw new LocalServiceException(
          String.format(
              "%s cannot listen on port %d of %s: %s. Stop what uses the port, or give %s another"
                  + " port (0 takes any free one).",
              service, asked, ADDRESS, e.getMessage(), service),
          e);
    }
  }

  /**
   * A free port below those that systems give to outgoing connections (from 32768 on Linux): one of
   * these could be taken by any connection before the service listens on it.
   */
  private static int freePort() throws IOException {
    BindException lastFailure = null;
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        return bind(ThreadLocalRandom.current().nextInt(LOWEST_FREE, HIGHEST_FREE));
      } catch (BindException e) {
        lastFailure = e;
      }
    }
    throw lastFailure;
  }

  private static int bind(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(ADDRESS), port));
      return socket.getLocalPort();
    }
  }
}
