package io.alluvium.interop.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A page of the browser, over its DevTools protocol. */
final class Page implements AutoCloseable, WebSocket.Listener {
  private static final int PATIENCE_SECONDS = 30;

  private final ObjectMapper json = new ObjectMapper();
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final StringBuilder message = new StringBuilder();
  private WebSocket socket;

  private Page() {}

  static Page open(URI browser, URI url) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    String target =
        client
            .send(
                HttpRequest.newBuilder(browser.resolve("/json/new?about:blank"))
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    Page page = new Page();
    page.socket =
        client
            .newWebSocketBuilder()
            .buildAsync(
                URI.create(page.json.readTree(target).path("webSocketDebuggerUrl").asText()), page)
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    page.call("Network.enable", Map.of());
    page.call("Runtime.enable", Map.of());
    page.call("Page.enable", Map.of());
    page.call("Page.navigate", Map.of("url", url.toString()));
    page.await("document.readyState === 'complete' && document.querySelector('h1') !== null");
    return page;
  }

  /** The value of an expression: of JSON's kinds only. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new IOException(expression + ": " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  String text(String selector) throws Exception {
    return evaluate("document.querySelector('" + selector + "')?.innerText ?? ''").asText();
  }

  void await(String condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
        .until(() -> evaluate(condition).asBoolean());
  }

  void type(String text) throws Exception {
    call("Input.insertText", Map.of("text", text));
  }

  void screenshot(Path file) throws Exception {
    String data = call("Page.captureScreenshot", Map.of("format", "png")).path("data").asText();
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(data));
  }

  /** What scripts threw. */
  List<String> errors() {
    return List.copyOf(errors);
  }

  /** The addresses that were asked for. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private JsonNode call(String method, Map<String, Object> parameters) throws Exception {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    socket.sendText(
        json.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true);
    return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    message.append(part);
    if (last) {
      String whole = message.toString();
      message.setLength(0);
      try {
        received(json.readTree(whole));
      } catch (IOException e) {
        errors.add(e.toString());
      }
    }
    from.request(1);
    return null;
  }

  private void received(JsonNode received) {
    switch (received.path("method").asText()) {
      case "Runtime.exceptionThrown" -> errors.add(received.path("params").toString());
      case "Network.requestWillBeSent" -> requests.add(received.at("/params/request/url").asText());
      default -> {
        CompletableFuture<JsonNode> answer = answers.remove(received.path("id").asInt());
        if (answer != null && received.has("error")) {
          answer.completeExceptionally(new IOException(received.path("error").toString()));
        } else if (answer != null) {
          answer.complete(received.path("result"));
        }
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
  }
}
