package io.alluvium.interop.azure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before the store, keeps account of the requests, and lets some of them fail. */
final class StoreProxy implements AutoCloseable {
  private static final int THREADS = 32;
  private static final int BUSY = 503;
  private static final Set<String> OWN_HEADERS =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private final HttpServer server;
  private final HttpClient client;
  private final ExecutorService threads;
  private final URI store;
  private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
  private volatile Weather weather = request -> Fate.WELL;

  /** What becomes of a request. */
  enum Fate {
    WELL,
    /** The store says that it is busy, and does nothing. */
    REFUSED,
    /** The store does it, and says that it is busy. */
    DONE_BUT_REFUSED,
    /** The store does it, and the connection breaks before the answer. */
    ANSWER_LOST
  }

  /** Decides what becomes of each request, by its line. */
  @FunctionalInterface
  interface Weather {
    Fate fate(String request);
  }

  private StoreProxy(HttpServer server, URI store, ExecutorService threads) {
    this.server = server;
    this.store = store;
    this.threads = threads;
    this.client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
  }

  static StoreProxy start(URI store) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS, StoreProxy::daemon);
    StoreProxy proxy = new StoreProxy(server, store, threads);
    server.setExecutor(threads);
    server.createContext("/", proxy::handle);
    server.start();
    return proxy;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "store-proxy");
    thread.setDaemon(true);
    return thread;
  }

  /** Host and port. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  void weather(Weather next) {
    weather = next;
  }

  /** The lines of the requests since the last call: method, path, query. */
  List<String> takeRequests() {
    List<String> taken = List.copyOf(requests);
    requests.clear();
    return taken;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      requests.add(line);
      Fate fate = weather.fate(line);
      if (fate == Fate.REFUSED) {
        exchange.sendResponseHeaders(BUSY, -1);
        return;
      }
      HttpResponse<InputStream> response = forward(exchange, body);
      byte[] answer = response.body().readAllBytes();
      if (fate == Fate.ANSWER_LOST) {
        // Closing an exchange without an answer breaks the connection.
        return;
      }
      if (fate == Fate.DONE_BUT_REFUSED) {
        exchange.sendResponseHeaders(BUSY, -1);
        return;
      }
      answer(exchange, response, answer);
    }
  }

  private HttpResponse<InputStream> forward(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://"
                        + store.getAuthority()
                        + exchange.getRequestURI().getRawPath()
                        + (exchange.getRequestURI().getRawQuery() == null
                            ? ""
                            : "?" + exchange.getRequestURI().getRawQuery())))
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                        && (exchange.getRequestMethod().equals("GET")
                            || exchange.getRequestMethod().equals("HEAD")
                            || exchange.getRequestMethod().equals("DELETE"))
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void answer(
      HttpExchange exchange, HttpResponse<InputStream> response, byte[] answer) throws IOException {
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    if (exchange.getRequestMethod().equals("HEAD")) {
      response
          .headers()
          .firstValue("content-length")
          .ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
      exchange.sendResponseHeaders(response.statusCode(), -1);
      return;
    }
    exchange.sendResponseHeaders(response.statusCode(), answer.length == 0 ? -1 : answer.length);
    if (answer.length > 0) {
      exchange.getResponseBody().write(answer);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
