package io.alluvium.ingest.rest;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * An interface whose orders become more, and which fails every now and then: it is away, refuses,
 * cuts its answers off, and includes the mark that it is asked with.
 */
final class OrdersServer implements AutoCloseable {
  static final String PATH = "/orders";
  private static final int PAGE = 20;

  private final List<String> orders;
  private final Random random;
  private final int faultsInTen;
  private WireMockServer server;
  private int port;

  /**
   * @param orders JSON of each, whose {@code at} is its place in the list divided by four
   */
  OrdersServer(List<String> orders, Random random, int faultsInTen) {
    this.orders = orders;
    this.random = random;
    this.faultsInTen = faultsInTen;
    start();
  }

  void start() {
    server =
        new WireMockServer(
            WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .port(port)
                .extensions(new Pages()));
    server.start();
    port = server.port();
    server.stubFor(WireMock.get(WireMock.urlPathEqualTo(PATH)).willReturn(WireMock.ok()));
  }

  void stop() {
    server.stop();
  }

  String url() {
    return "http://127.0.0.1:" + port + PATH;
  }

  @Override
  public void close() {
    server.stop();
  }

  private final class Pages implements ResponseDefinitionTransformerV2 {
    @Override
    public String getName() {
      return "pages";
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
      synchronized (orders) {
        String body = page(event.getRequest());
        ResponseDefinitionBuilder answer = WireMock.okJson(body);
        if (random.nextInt(10) < faultsInTen) {
          answer =
              switch (random.nextInt(5)) {
                case 0 -> WireMock.aResponse().withStatus(429).withHeader("Retry-After", "0");
                case 1 -> WireMock.aResponse().withStatus(500);
                case 2 -> WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER);
                case 3 -> WireMock.aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK);
                default -> WireMock.okJson(body.substring(0, body.length() / 2));
              };
        }
        return answer.build();
      }
    }

    private String page(Request request) {
      int since =
          request.queryParameter("since").isPresent()
              ? Integer.parseInt(request.queryParameter("since").firstValue())
              : 0;
      int page = Integer.parseInt(request.queryParameter("page").firstValue());
      return orders.stream()
          .skip(since * 4L)
          .skip((page - 1L) * PAGE)
          .limit(PAGE)
          .collect(Collectors.joining(",", "[", "]"));
    }
  }
}
