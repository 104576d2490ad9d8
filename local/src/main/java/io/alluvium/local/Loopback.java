package io.alluvium.local;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The one interface that local services listen on. */
public final class Loopback {
  public static final String ADDRESS = "127.0.0.1";

  private static final int LOWEST_FREE = 16_384;
  private static final int RANGE = 32_768 - LOWEST_FREE;
  private static final int ATTEMPTS = 100;

  /**
   * The ports are the machine's, so that whoever hands them out is one per process: by turns, since
   * a port stays free for others until its service listens.
   */
  private static final AtomicInteger TURN =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(RANGE));

  private Loopback() {}

  /**
   * The port asked for, or any free one for 0.
   *
   * @throws LocalServiceException where the port is in use
   */
  public static int port(String service, int asked) {
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
   * these could be taken by any connection before the service listens on it. No two calls give the
   * same one, until all were given.
   */
  private static int freePort() throws IOException {
    BindException lastFailure = null;
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        return bind(LOWEST_FREE + Math.floorMod(TURN.getAndIncrement(), RANGE));
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
