package io.alluvium.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port on which something else listens. */
final class BusyPort implements AutoCloseable {
  private final ServerSocket socket;

  BusyPort() throws IOException {
    socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
  }

  int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
