package io.alluvium.connectors.redis.resp;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RespSocketTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MORE_THAN_BUFFERS = 64 << 20;

  /**
   * As a server does that is stopped: its kernel still accepts, and holds what fits its buffers.
   */
  @Test
  void aServerThatReadsNothingDoesNotHoldAWriterForEver() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RespSocket socket =
          RespSocket.connect(
              new Endpoint("127.0.0.1", listener.getLocalPort()), null, Duration.ofMillis(200));
      try (Socket silent = listener.accept()) {
        CommandBuffer large =
            new CommandBuffer()
                .command(3)
                .argument("SET")
                .argument("key")
                .argument(new byte[MORE_THAN_BUFFERS]);
        assertTimeoutPreemptively(
            PATIENCE,
            () ->
                assertThatThrownBy(
                        () -> {
                          socket.write(large);
                          socket.flush();
                        })
                    .hasMessage(
                        "127.0.0.1:%d takes nothing any more within 200 ms",
                        silent.getLocalPort()));
      } finally {
        socket.close();
      }
    }
  }
}
