package io.alluvium.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks a Redis server whether it takes commands; one that still loads its data says no. */
final class RedisPing {
  private static final int TIMEOUT_MILLIS = 1_000;
  private static final String ANSWER = "+PONG";

  private final int port;

  RedisPing(int port) {
    this.port = port;
  }

  boolean isAnswered() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(Loopback.ADDRESS, port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(ANSWER.length()), StandardCharsets.US_ASCII).equals(ANSWER);
    } catch (IOException e) {
      // Not listening yet.
      return false;
    }
  }
}
