package io.alluvium.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The one interface that local services listen on. */
final class Loopback {
  static final String ADDRESS = "127.0.0.1";

  private Loopback() {}

  /**
   * The port asked for, or any free one for 0.
   *
   * @throws LocalServiceException where the port is in use
   */
  static int port(String service, int asked) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(ADDRESS), asked));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new LocalServiceException(
          String.format(
              "%s cannot listen on port %d of %s: %s. Stop what uses the port, or give %s another"
                  + " port (0 takes any free one).",
              service, asked, ADDRESS, e.getMessage(), service),
          e);
    }
  }
}
