package io.alluvium.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class FlinkRestTest {
  /** A cluster that cannot be asked may run its jobs all the same. */
  @Test
  void onlyWhereNothingListensTheClusterHasEnded() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    server.createContext(
        "/overview",
        exchange -> {
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    server.start();
    FlinkRest rest = new FlinkRest(ClusterAddress.of("127.0.0.1:" + server.getAddress().getPort()));
    assertThatThrownBy(rest::isRefused).isInstanceOf(ClusterException.class);
    server.stop(0);
    assertThat(rest.isRefused()).isTrue();
    assertThatThrownBy(() -> new FlinkRest(ClusterAddress.of("no-such-host.invalid:1")).isRefused())
        .isInstanceOf(ClusterException.class);
  }
}
